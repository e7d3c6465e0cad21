"""Transcripts as people have them: what is odd about each, what is read of it, and what is told."""

# ruff: noqa: E501, Q000, RUF001 - each case stands on a line, and letters of other scripts are what is read
# fmt: off

from __future__ import annotations

from typing import Final

from pipeline.formats.transcripts import About

V: Final = "WEBVTT\n\n"
C: Final = "00:01.000 --> 00:02.000\n"
D: Final = "00:02.000 --> 00:03.000\n"
S1: Final = "00:00:01,000 --> 00:00:02,000\n"
S2: Final = "00:00:02,000 --> 00:00:03,000\n"
YOUTUBE: Final = """\
WEBVTT
Kind: captions
Language: en

00:00:00.160 --> 00:00:02.389 align:start position:0%
\x20
hello<00:00:00.480><c> and</c><00:00:00.640><c> welcome</c>

00:00:02.389 --> 00:00:02.399 align:start position:0%
hello and welcome
\x20

00:00:02.399 --> 00:00:04.789 align:start position:0%
hello and welcome
to<00:00:02.560><c> the</c><00:00:02.720><c> show</c>

00:00:04.789 --> 00:00:04.799 align:start position:0%
to the show
\x20

00:00:04.799 --> 00:00:06.789 align:start position:0%
to the show
it is good

00:00:06.789 --> 00:00:06.799 align:start position:0%
it is good
\x20
"""


def srt(*texts: str) -> str:
    """SubRip of these texts, each two seconds long."""
    times = (f"00:00:{at:02},000 --> 00:00:{at + 2:02},000" for at in range(0, 60, 2))
    return "".join(f"{n}\n{time}\n{text}\n\n" for n, (time, text) in enumerate(zip(times, texts, strict=False), 1))


def vtt(*texts: str) -> str:
    """The same as WebVTT."""
    times = (f"00:{at:02}.000 --> 00:{at + 2:02}.000" for at in range(0, 60, 2))
    return V + "".join(f"{time}\n{text}\n\n" for time, text in zip(times, texts, strict=False))


# Name, path, file, what is known besides, and what comes of it: cues as `start-end speaker: text`, warnings behind `?`,
# errors behind `!`, each with its line.
ODDITIES: Final[list[tuple[str, str, str | bytes, About, list[str]]]] = [
    # encodings
    ('utf-8 mark', 'a.vtt', ("\ufeff"+V+C+"é").encode(), About(), ['1-2 é']),
    ('utf-16 le', 'a.srt', ("1\n"+S1+"é").encode("utf-16"), About(), ['? this file is saved in UTF-16, not in UTF-8', '1-2 é']),
    ('utf-16 be no mark', 'a.srt', ("1\n"+S1+"é").encode("utf-16-be"), About(), ['? this file is saved in UTF-16, not in UTF-8', '1-2 é']),
    ('utf-32', 'a.srt', ("1\n"+S1+"é").encode("utf-32"), About(), ['? this file is saved in UTF-32, not in UTF-8', '1-2 é']),
    ('latin-1', 'a.srt', ("1\n"+S1+"Käse à la carte").encode("latin-1"), About(), ['? this file is saved in Windows-1252, not in UTF-8, and is read as that', '1-2 Käse à la carte']),
    ('cp1252 quotes', 'a.srt', ("1\n"+S1+"“it’s”").encode("cp1252"), About(), ['? this file is saved in Windows-1252, not in UTF-8, and is read as that', '1-2 “it’s”']),
    ('cp1250', 'a.srt', ("1\n"+S1+"Žluťoučký").encode("cp1250"), About(language='cs'), ['? this file is saved in Windows-1250, not in UTF-8, and is read as that', '1-2 Žluťoučký']),
    ('cp1251', 'a.srt', ("1\n"+S1+"Привет").encode("cp1251"), About(language='ru-RU'), ['? this file is saved in Windows-1251, not in UTF-8, and is read as that', '1-2 Привет']),
    ('sjis', 'a.srt', ("1\n"+S1+"こんにちは").encode("cp932"), About(language='ja'), ['? this file is saved in CP932, not in UTF-8, and is read as that', '1-2 こんにちは']),
    ('damaged utf-8', 'a.srt', ("1\n"+S1+"Käse und Öl").encode()[:-1]+b"\xc3\n", About(), ['unreadable-file 3 a letter is damaged here: the rest of this file is UTF-8']),
    ('crlf', 'a.vtt', (V+C+"a\n\n"+D+"b").replace("\n","\r\n").encode(), About(), ['1-2 a', '2-3 b']),
    ('cr', 'a.vtt', (V+C+"a\n\n"+D+"b").replace("\n","\r").encode(), About(), ['1-2 a', '2-3 b']),
    ('ctrl z', 'a.srt', ("1\n"+S1+"a\n\x1a").encode(), About(), ['1-2 a']),
    ('lfs', 'a.vtt', b"version https://git-lfs.github.com/spec/v1\noid sha256:"+b"a"*64+b"\nsize 9\n", About(), ['unreadable-file 1 a Git LFS pointer stands here in place of the text']),
    # header
    ('webvtt title', 'a.vtt', "WEBVTT - by hand\n\n"+C+"a", About(), ['1-2 a']),
    ('lower header', 'a.vtt', "webvtt\n\n"+C+"a", About(), ['? 1 the file does not begin with `WEBVTT`', '1-2 a']),
    ('blank above header', 'a.vtt', "\n\nWEBVTT\n\n"+C+"a", About(), ['? 3 the file does not begin with `WEBVTT`', '1-2 a']),
    ('no blank below header', 'a.vtt', "WEBVTT\n"+C+"a", About(), ['? 2 a cue begins here without an empty line before it', '1-2 a']),
    ('no header', 'a.vtt', C+"a", About(), ['? 1 the line `WEBVTT` is missing above all others', '1-2 a']),
    ('kind language', 'a.vtt', "WEBVTT\nKind: captions\nLanguage: en\n\n"+C+"a", About(), ['1-2 a']),
    ('hls map', 'a.vtt', "WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000\n\n"+C+"a", About(), ['1-2 a']),
    ('style note region', 'a.vtt', "WEBVTT\n\nSTYLE\n::cue{}\n\nREGION\nid:a\n\nNOTE x\ny\n\n"+C+"a", About(), ['1-2 a']),
    # endings
    ('vtt named srt', 'a.srt', V+C+"a", About(), ['? this is WebVTT, though its name ends in `.srt`: it is read, but not by every program', '1-2 a']),
    ('srt named vtt', 'a.vtt', "1\n"+S1+"a", About(), ['? this is SubRip, though its name ends in `.vtt`: it is read, but not by every program', '1-2 a']),
    ('srt named txt', 'a.txt', "1\n"+S1+"a", About(), ['? this is SubRip, though its name ends in `.txt`: it is read, but not by every program', '1-2 a']),
    ('json named srt', 'a.srt', '{"segments":[{"start":0,"end":1,"text":"a"}]}', About(), ["? this is Whisper's JSON, though its name ends in `.srt`: it is read, but not by every program", '0-1 a']),
    ('srt named json', 'a.json', "1\n"+S1+"a", About(), ['? this is SubRip, though its name ends in `.json`: it is read, but not by every program', '1-2 a']),
    ('docx', 'a.vtt', b"PK\x03\x04xx", About(), ['! this is the document of a word processor, and no transcript with times']),
    ('rtf', 'a.srt', b"{\\rtf1\\ansi hello}", About(), ['! this is the rich text of a word processor, and no plain text']),
    ('html login', 'a.vtt', b"<!DOCTYPE html><html>", About(), ['! this is a page of the web, perhaps one to log in']),
    ('ttml', 'a.vtt', b"<?xml version='1.0'?><tt>", About(), ['! this is XML (as TTML), which is not read']),
    ('ass', 'a.srt', b"[Script Info]\nTitle: x\n", About(), ['! this is SubStation Alpha (`.ass`), which is not read']),
    ('lrc', 'a.srt', b"[00:12.00]Line\n", About(), ['! this is a file of lyrics (`.lrc`), which is not read']),
    ('microdvd', 'a.srt', b"{0}{25}Hello\n", About(), ['! this is MicroDVD (`.sub`), whose times are numbers of pictures']),
    ('mp3', 'a.vtt', b"ID3\x04\0\0", About(), ['! this is sound, and no transcript']),
    ('plain text', 'a.txt', "Hello all.\nThis is a text.\n", About(), ['! 1 no line of this text has the two times of a cue: it is no transcript yet']),
    ('empty cues', 'a.vtt', V+C+"\n"+D, About(), ['! 1 nothing is said in the cues of this transcript']),
    # times
    ('hours missing', 'a.srt', "1\n00:01,000 --> 00:02,000\na", About(), ['1-2 a']),
    ('dots in srt', 'a.srt', "1\n00:00:01.000 --> 00:00:02.000\na", About(), ['1-2 a']),
    ('commas in vtt', 'a.vtt', V+S1+"a", About(), ['? 3 these times are written in another way than programs read', '1-2 a']),
    ('no fraction', 'a.vtt', V+"00:01 --> 00:02\na", About(), ['? 3 these times are written in another way than programs read', '1-2 a']),
    ('one digit', 'a.srt', "1\n0:0:1,5 --> 0:0:2,25\na", About(), ['? 2 these times are written in another way than programs read', '1.5-2.25 a']),
    ('three digit hours', 'a.vtt', V+"100:00:00.000 --> 100:00:01.000\na", About(), ['360000-360001 a']),
    ('translated spaces', 'a.srt', "1\n00: 00: 01,000 -> 00: 00: 02,000\na", About(), ['? 2 these times are written in another way than programs read', '1-2 a']),
    ('dash arrow', 'a.srt', "1\n00:00:01,000 –> 00:00:02,000\na", About(), ['? 2 these times are written in another way than programs read', '1-2 a']),
    ('escaped arrow', 'a.srt', "1\n00:00:01,000 --&gt; 00:00:02,000\na", About(), ['? 2 these times are written in another way than programs read', '1-2 a']),
    ('no space arrow', 'a.srt', "1\n00:00:01,000-->00:00:02,000\na", About(), ['? 2 these times are written in another way than programs read', '1-2 a']),
    ('fullwidth', 'a.srt', "1\n００：００：０１，０００ --> ００：００：０２，０００\na", About(), ['? 2 these times are written in another way than programs read', '1-2 a']),
    ('arabic digits', 'a.srt', "1\n٠٠:٠٠:٠١,٠٠٠ --> ٠٠:٠٠:٠٢,٠٠٠\na", About(), ['? 2 these times are written in another way than programs read', '1-2 a']),
    ('minutes 75', 'a.srt', "1\n00:75:00,000 --> 00:76:00,000\na", About(), ['! 2 these are no times of a cue']),
    ('frames', 'a.srt', "1\n00:00:01:12 --> 00:00:02:10\na", About(), ['! 2 these are no times of a cue']),
    ('settings', 'a.vtt', V+"00:01.000 --> 00:02.000 align:start position:10%\na", About(), ['1-2 a']),
    ('srt coordinates', 'a.srt', "1\n00:00:01,000 --> 00:00:02,000 X1:1 X2:2 Y1:3 Y2:4\na", About(), ['1-2 a']),
    # structure
    ('numbers missing', 'a.srt', S1+"a\n\n"+S2+"b", About(), ['1-2 a', '2-3 b']),
    ('numbers wrong', 'a.srt', "7\n"+S1+"a\n\n7\n"+S2+"b", About(), ['1-2 a', '2-3 b']),
    ('no blank', 'a.srt', "1\n"+S1+"a\n2\n"+S2+"b", About(), ['? 4 a cue begins here without an empty line before it', '1-2 a', '2-3 b']),
    ('many blanks', 'a.srt', "\n\n1\n"+S1+"a\n\n\n\n2\n"+S2+"b\n\n\n", About(), ['1-2 a', '2-3 b']),
    ('spaces as blank', 'a.srt', "1\n"+S1+"a\n \n2\n"+S2+"b\n", About(), ['1-2 a', '2-3 b']),
    ('blank in text', 'a.srt', "1\n"+S1+"a\n\nmore\n\n2\n"+S2+"b\n", About(), ['? 5 an empty line stands within the text of the cue of line 2', '1-2 a\nmore', '2-3 b']),
    ('number at end', 'a.srt', "1\n"+S1+"a\n\n2\n", About(), ['1-2 a']),
    ('number as text', 'a.srt', "1\n"+S1+"42\n\n2\n"+S2+"b\n", About(), ['1-2 42', '2-3 b']),
    ('arrow in text', 'a.srt', "1\n"+S1+"a --> b\n\n2\n"+S2+"5 -> 6\n", About(), ['1-2 a --> b', '2-3 5 -> 6']),
    # whisper
    ('no length', 'a.srt', srt("a","b").replace("00:00:02,000\n","00:00:00,000\n"), About(), ['? 2 the cue has no length', '0-0.5 a', '2-4 b']),
    ('backwards', 'a.vtt', V+"00:03.000 --> 00:02.000\na\n\n00:03.000 --> 00:04.000\nb", About(), ['? 3 the cue ends before it starts', '2-3 a', '3-4 b']),
    ('backwards far', 'a.vtt', V+"00:30.000 --> 00:02.000\na\n\n00:31.000 --> 00:34.000\nb", About(), ['? 3 the cue ends before it starts', '30-30.5 a', '31-34 b']),
    ('slightly before', 'a.vtt', V+"00:03.000 --> 00:06.000\na\n\n00:02.500 --> 00:08.000\nb", About(), ['? 6 the cue starts before the one of line 3', '3-6 a', '6-8 b']),
    ('wholly before', 'a.vtt', V+"00:03.000 --> 00:06.000\na\n\n00:01.000 --> 00:02.000\nb", About(), ['? 6 the cue starts before the one of line 3', '1-2 b', '3-6 a']),
    ('begins again', 'a.vtt', vtt(*"abcdefghijklmnopqrst")+vtt(*"uvwxyz")[8:], About(), ['! 63 from here on the times are those of before line 60 again']),
    ('overlap slight', 'a.vtt', V+"00:01.000 --> 00:03.200\na\n\n00:03.000 --> 00:05.000\nb", About(), ['? 3 the cue ends after the next one of the same voice begins, 00:00:03.000', '1-3 a', '3-5 b']),
    ('overlap of two', 'a.vtt', V+"00:01.000 --> 00:03.200\n<v Ann>a\n\n00:03.000 --> 00:05.000\n<v Bob>b", About(), ['1-3.2 Ann: a', '3-5 Bob: b']),
    ('overlap music', 'a.vtt', V+"00:01.000 --> 00:09.000\n[Music]\n\n00:03.000 --> 00:05.000\nb\n\n00:05.000 --> 00:06.000\nc\n\n00:06.000 --> 00:08.000\nd", About(), ['1-9 [Music]', '3-5 b', '5-6 c', '6-8 d']),
    ('overlap all', 'a.srt', "".join(f"{n}\n00:00:{n:02},000 --> 00:00:{n+2:02},000\n{'abcde'[n]}\n\n" for n in range(5)), About(), ['? 2 the cue ends after the next one of the same voice begins, 00:00:01.000', '? 6 the cue ends after the next one of the same voice begins, 00:00:02.000', '? 10 the cue ends after the next one of the same voice begins, 00:00:03.000', '? 14 the cue ends after the next one of the same voice begins, 00:00:04.000', '0-1 a', '1-2 b', '2-3 c', '3-4 d', '4-6 e']),
    ('repeated', 'a.srt', "1\n"+S1+"Thank you.\n\n2\n00:00:02,000 --> 00:00:02,000\nThank you.\n", About(), ['? 6 the cue has no length, and says what the one beside it says', '1-2 Thank you.']),
    ('past end', 'a.srt', srt("a","b"), About(seconds=2.5), ['? 6 the cue ends beyond the end of the audio, 0:02', '0-2 a', '2-2.5 b']),
    ('past end start', 'a.srt', srt("a","b","c"), About(seconds=3.9), ['? 10 the cue starts beyond the end of the audio, 0:03', '0-2 a', '2-4 b']),
    # rolls
    ('srt rolls', 'a.srt', srt("one two","one two\nthree four","three four\nfive six","five six\nseven"), About(), ['? 2 these captions roll up: each line stands in two or three cues', '0-2 one two', '2-4 three four', '4-6 five six', '6-8 seven']),
    ('grows', 'a.vtt', vtt("so","so it","so it goes","so it goes on","and then","and then again"), About(), ['? 3 these captions roll up: each line stands in two or three cues', '0-8 so it goes on', '8-12 and then again']),
    ('yes yes', 'a.vtt', vtt("Yes.","Yes.","No.","Maybe so.","Indeed it is.","Well."), About(), ['0-2 Yes.', '2-4 Yes.', '4-6 No.', '6-8 Maybe so.', '8-10 Indeed it is.', '10-12 Well.']),
    # voices
    ('v', 'a.vtt', vtt("<v Ann>a","<v.loud Bob B>b</v>"), About(), ['0-2 Ann: a', '2-4 Bob B: b']),
    ('two voices in a cue', 'a.vtt', vtt("<v Ann>a\n<v Bob>b"), About(), ['0-2 Ann: a', '0-2 Bob: b']),
    ('zoom', 'a.vtt', vtt("Ann Smith: Hello","bob's iPhone: Hi","Ann Smith: One thing: breathe"), About(), ['0-2 Ann Smith: Hello', "2-4 bob's iPhone: Hi", '4-6 Ann Smith: One thing: breathe']),
    ('no names', 'a.vtt', vtt("One thing: breathe","and then","go on","so it is"), About(), ['0-2 One thing: breathe', '2-4 and then', '4-6 go on', '6-8 so it is']),
    ('steps', 'a.vtt', vtt("Step one: breathe","Step two: wait","Step three: go","Step four: stay"), About(), ['0-2 Step one: breathe', '2-4 Step two: wait', '4-6 Step three: go', '6-8 Step four: stay']),
    ('known', 'a.vtt', vtt("Ann: Hello","and then","go on","so it is"), About(names=['Ann']), ['0-2 Ann: Hello', '2-4 and then', '4-6 go on', '6-8 so it is']),
    ('whisperx', 'a.srt', srt("[SPEAKER_00]: Hello","[SPEAKER_01]: Hi"), About(), ['0-2 SPEAKER_00: Hello', '2-4 SPEAKER_01: Hi']),
    ('whisper.cpp', 'a.srt', srt("(speaker 0) Hello","(speaker ?) Hi"), About(), ['0-2 speaker 0: Hello', '2-4 Hi']),
    ('music', 'a.srt', srt("[Music]","(laughs)","Hello"), About(), ['0-2 [Music]', '2-4 (laughs)', '4-6 Hello']),
    ('carried', 'a.srt', srt("Ann: Hello","there","Bob: Hi","[Music]","you"), About(), ['0-2 Ann: Hello', '2-4 Ann: there', '4-6 Bob: Hi', '6-8 [Music]', '8-10 Bob: you']),
    ('tv', 'a.srt', srt(">> ANN: Hello",">> BOB SMITH: Hi"), About(), ['0-2 ANN: Hello', '2-4 BOB SMITH: Hi']),
    ('dashes', 'a.srt', srt("- Ann: Hello\n- Bob: Hi"), About(), ['0-2 Ann: Hello', '0-2 Bob: Hi']),
    ('own line', 'a.srt', srt("Ann\nHello there","Bob Tall\nHi","Ann\nYes"), About(), ['0-2 Ann: Hello there', '2-4 Bob Tall: Hi', '4-6 Ann: Yes']),
    ('own line colon', 'a.srt', srt("Ann:\nHello there","Bob:\nHi","Ann:\nYes"), About(), ['0-2 Ann: Hello there', '2-4 Bob: Hi', '4-6 Ann: Yes']),
    ('own line bracket', 'a.srt', srt("[Ann]\nHello there","(Bob)\nHi","[Ann]\nYes"), About(), ['0-2 Ann: Hello there', '2-4 Bob: Hi', '4-6 Ann: Yes']),
    ('hebrew names', 'a.srt', srt("דני: שלום","רות: כן","דני: לא","רות: טוב"), About(), ['0-2 דני: שלום', '2-4 רות: כן', '4-6 דני: לא', '6-8 רות: טוב']),
    ('chinese colon', 'a.srt', srt("小明：你好","小红：好","小明：不","小红：是"), About(), ['0-2 小明: 你好', '2-4 小红: 好', '4-6 小明: 不', '6-8 小红: 是']),
    ('bidi', 'a.srt', srt("\u202bשלום","\u202bכן\u202c"), About(), ['0-2 \u202bשלום\u202c', '2-4 \u202bכן\u202c']),
    ('bidi name', 'a.vtt', vtt("<v \u200fדני>שלום"), About(), ['0-2 דני: שלום']),
    ('bidi before times', 'a.srt', "\u202b1\n\u200f00:00:01,000 --> 00:00:02,000\n\u202bשלום\u202c\n\u200f\n\u200f2\n\u202b00:00:02,000 --> 00:00:03,000\u202c\n\u200fכן\n", About('he'), ['? 1 a line that is no text holds marks that nobody sees', '1-2 \u202bשלום\u202c', '2-3 \u200fכן']),
    ('bidi for nothing', 'a.srt', srt("\u202aHello\u202c","You"), About(), ['? 3 marks of direction, which nobody sees, stand in a text that runs one way', '0-2 Hello', '2-4 You']),
    ('big5', 'a.srt', srt("你好，我們開始").encode("big5"), About('zh-TW'), ['? this file is saved in CP950, not in UTF-8, and is read as that', '0-2 你好，我們開始']),
    ('audacity txt', 'a.txt', "0.000000\t2.500000\tHello\n2.500000\t5.000000\tThere\n", About(), ['? this is a table of cues, though its name ends in `.txt`: it is read, but not by every program', '0-2.5 Hello', '2.5-5 There']),
    ('override', 'a.vtt', vtt("a\u202eb"), About(), ['! 4 the line holds an invisible control character']),
    ('escape', 'a.vtt', vtt("a\x1b[31m"), About(), ['! 4 the line holds an invisible control character']),
    ('entities', 'a.vtt', vtt("a &amp; b &lt;c&gt;&nbsp;d&lrm;"), About(), ['0-2 a & b <c> d\u200e']),
    ('font tags', 'a.srt', srt("<font color=red>a</font> <i>b</i> {\\an8}c"), About(), ['0-2 a b c']),
    # other forms
    ('sbv', 'a.sbv', "0:00:01.000,0:00:02.000\nHello\nyou\n\n0:00:02.000,0:00:03.000\nthere", About(), ['1-2 Hello\nyou', '2-3 there']),
    ('sbv named txt', 'a.txt', "0:00:01.000,0:00:02.000\nHello", About(), ['? this is SubViewer, though its name ends in `.txt`: it is read, but not by every program', '1-2 Hello']),
    ('whisper tsv', 'a.tsv', "start\tend\ttext\n0\t1500\tHello <b>\n1500\t2500\tthere\n", About(), ['0-1.5 Hello <b>', '1.5-2.5 there']),
    ('seconds tsv', 'a.tsv', "0.0\t1.5\tHello\n1.5\t2.5\tthere\n", About(), ['0-1.5 Hello', '1.5-2.5 there']),
    ('speaker tsv', 'a.tsv', "speaker\tstart\tend\ttext\nAnn\t0\t1500\tHello\n", About(), ['0-1.5 Ann: Hello']),
    ('bad tsv', 'a.tsv', "start\tend\ttext\nx\t1500\tHello\n", About(), ['! 2 this line does not begin with the two times of a cue']),
    ('whisper json', 'a.json', '{"text":"","segments":[{"id":0,"start":0.0,"end":1.5,"text":" Hello & <b>","avg_logprob":-0.1}],"language":"en"}', About(), ['0-1.5 Hello & <b>']),
    ('whisperx json', 'a.json', '{"segments":[{"start":0.0,"end":1.5,"text":" Hello","speaker":"SPEAKER_00","words":[{"word":"Hello","start":0,"end":1,"score":0.5}]}]}', About(), ['0-1.5 SPEAKER_00: Hello']),
    ('faster', 'a.json', '[{"start":0.0,"end":1.5,"text":" Hello"}]', About(), ['0-1.5 Hello']),
    ('whisper.cpp json', 'a.json', '{"systeminfo":"x","transcription":[{"timestamps":{"from":"00:00:00,000","to":"00:00:01,500"},"offsets":{"from":0,"to":1500},"text":" Hello","tokens":[{"text":"[_BEG_]","p":0.1},{"text":" Hello","p":0.9}]}]}', About(), ['0-1.5 Hello']),
    ('podcasting', 'a.json', '{"version":"1.0.0","segments":[{"speaker":"Ann","startTime":0,"endTime":1.5,"body":"Hello you"}]}', About(), ['0-1.5 Ann: Hello you']),
    ('by word', 'a.json', '{"version":"1.0.0","segments":[{"speaker":"Ann","startTime":0,"endTime":0.4,"body":"Hello"},{"speaker":"Ann","startTime":0.4,"endTime":0.4,"body":"you."},{"speaker":"Bob","startTime":1,"endTime":1.9,"body":"Yes"}]}', About(), ['0-0.4 Ann: Hello you.', '1-1.9 Bob: Yes']),
    ('json broken', 'a.json', '{"segments":[{"start":0,]}', About(), ['! 1 not valid JSON: Expecting property name enclosed in double quotes']),
    ('json other', 'a.json', '{"results":{"items":[]}}', About(), ['! 1 this JSON is of no program that transcripts are read from']),
    ('json of silence', 'a.json', '{"text":"","segments":[],"language":"en"}', About(), ['! 1 there is no cue in this transcript']),
    ('json in one line', 'a.json', '{"segments":[{"start":0,"end":1,"text":"a a"},{"start":65,"end":65,"text":"b b"},{"start":70,"end":71,"text":"c c"},{"start":69,"end":69.5,"text":"d d"}]}', About(), ['? 1 the cue has no length (of 1:05)', '? 1 the cue starts before the one of 1:10 (of 1:09)', '0-1 a a', '65-65.5 b b', '69-69.5 d d', '70-71 c c']),
    ('json no times', 'a.json', '{"segments":[{"start":0,"end":1,"text":"a"},\n{"text":"b"}]}', About(), ['! 2 segment 2 has no times or no text']),
    ('json NaN', 'a.json', '{"segments":[{"start":0,"end":1,"text":"a"},{"start":NaN,"end":Infinity,"text":"b"}]}', About(), ['! 1 segment 2 has no times or no text']),
    # and
    ('another cut of few', 'a.srt', srt("a","b","c","d","e"), About(seconds=3.0), ['! 18 the cue ends beyond the end of the audio, 0:03']),
    ('said again and again', 'a.srt', srt(*["Yes."]*5), About(), ['0-2 Yes.', '2-4 Yes.', '4-6 Yes.', '6-8 Yes.', '8-10 Yes.']),
    ('letters of another encoding', 'a.srt', ("1\n"+S1+"Käse – à la").encode().decode("cp1252"), About(), ['? letters are those that another encoding made of them (`Ã¤` of `ä`)', '1-2 Käse – à la']),
    ('breaks', 'a.srt', srt("a<br>b<br/>c\\Nd"), About(), ['0-2 a\nb\nc\nd']),
    ('Teams', 'a.vtt', V+"4b1f/12-0\n00:03.000 --> 00:06.000\n<v Ann Smith>Hello\nyou</v>\n", About(), ['3-6 Ann Smith: Hello\nyou']),
    ('Azure', 'a.vtt', V+"NOTE Confidence: 0.89\n\n1\n00:03.000 --> 00:06.000\nHello", About(), ['3-6 Hello']),
    ('a note moves with its cue', 'a.vtt', V+"NOTE top\n\n00:03.000 --> 00:06.000\na\n\nNOTE of b\n\n00:01.000 --> 00:02.000\nb\n\nNOTE end", About(), ['? 10 the cue starts before the one of line 5', '1-2 b', '3-6 a']),
    ('YouTube', 'a.vtt', YOUTUBE, About(), ['? 5 these captions roll up: each line stands in two or three cues', '0.16-2.399 hello and welcome', '2.399-4.799 to the show', '4.799-6.799 it is good']),
]
