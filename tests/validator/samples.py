"""Feeds that are as good as feeds can be, written for these tests: whatever is found in them is a false alarm."""

from __future__ import annotations

SPACES = """xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" \
xmlns:podcast="https://podcastindex.org/namespace/1.0" \
xmlns:atom="http://www.w3.org/2005/Atom" \
xmlns:content="http://purl.org/rss/1.0/modules/content/" \
xmlns:psc="http://podlove.org/simple-chapters" \
xmlns:fh="http://purl.org/syndication/history/1.0" \
xmlns:media="http://search.yahoo.com/mrss/" \
xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:spotify="http://www.spotify.com/ns/rss\""""


def _document(channel: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {SPACES}>\n{channel}\n</rss>\n'.encode()


WHOLE = _document("""\
<channel>
<title>Slow Mornings</title>
<link>https://slow.example.org/</link>
<description>Half an hour on what helps to begin a day, with people who found out for themselves.</description>
<language>en-gb</language>
<copyright>The Slow Mornings Trust</copyright>
<managingEditor>post@slow.example.org (Mo Reed)</managingEditor>
<webMaster>web@slow.example.org (Ann Dale)</webMaster>
<pubDate>Tue, 24 Nov 2026 06:00:00 +0000</pubDate>
<lastBuildDate>Tue, 24 Nov 2026 06:05:00 GMT</lastBuildDate>
<generator>By hand</generator>
<docs>https://www.rssboard.org/rss-specification</docs>
<ttl>60</ttl>
<rating>general</rating>
<cloud domain="rpc.slow.example.org" port="80" path="/" registerProcedure="" protocol="http-post"/>
<category>Health</category>
<category>Mornings</category>
<image>
<url>https://slow.example.org/small.png</url>
<title>Slow Mornings</title>
<link>https://slow.example.org/</link>
<description>A cup beside a window</description>
<width>144</width>
<height>144</height>
</image>
<textInput><title>Find</title><description>Look for an episode</description><name>q</name>
<link>https://slow.example.org/find</link></textInput>
<skipHours><hour>1</hour><hour>2</hour></skipHours>
<skipDays><day>Sunday</day><day>Saturday</day></skipDays>
<atom:link href="https://slow.example.org/feed.xml" rel="self" type="application/rss+xml" title="The feed"/>
<atom:link href="https://hub.example.org/" rel="hub"/>
<atom:link href="https://slow.example.org/feed-2.xml" rel="next"/>
<atom:link href="https://slow.example.org/archive-1.xml" rel="prev-archive" hreflang="en" length="4000"/>
<atom:link href="https://slow.example.org/feed.xml" rel="current"/>
<fh:archive/>
<itunes:author>Mo Reed and Ann Dale</itunes:author>
<itunes:title>Slow Mornings</itunes:title>
<itunes:subtitle>What helps to begin a day</itunes:subtitle>
<itunes:summary>Half an hour on what helps to begin a day.</itunes:summary>
<itunes:owner><itunes:name>Mo Reed</itunes:name><itunes:email>post@slow.example.org</itunes:email></itunes:owner>
<itunes:image href="https://slow.example.org/cover.jpg"/>
<itunes:category text="Health &amp; Fitness"><itunes:category text="Mental Health"/></itunes:category>
<itunes:category text="Society &amp; Culture"><itunes:category text="Personal Journals"/></itunes:category>
<itunes:explicit>false</itunes:explicit>
<itunes:type>serial</itunes:type>
<itunes:new-feed-url>https://slow.example.org/feed.xml</itunes:new-feed-url>
<itunes:complete>Yes</itunes:complete>
<itunes:applepodcastsverify>3f1c2d</itunes:applepodcastsverify>
<spotify:limit recentCount="300"/>
<spotify:countryOfOrigin>gb ie</spotify:countryOfOrigin>
<podcast:guid>$GUID</podcast:guid>
<podcast:locked owner="post@slow.example.org">yes</podcast:locked>
<podcast:funding url="https://slow.example.org/give">Help us to go on</podcast:funding>
<podcast:medium>podcast</podcast:medium>
<podcast:block id="youtube">yes</podcast:block>
<podcast:block id="apple">no</podcast:block>
<podcast:license url="https://slow.example.org/licence">slow-mornings-v1</podcast:license>
<podcast:location rel="creator" geo="geo:53.7997,-1.5492" osm="R118362" country="GB">Leeds</podcast:location>
<podcast:person role="Host" group="cast" img="https://slow.example.org/mo.jpg" href="https://slow.example.org/mo">Mo Reed</podcast:person>
<podcast:person role="host">Ann Dale</podcast:person>
<podcast:trailer url="https://slow.example.org/trailer.mp3" pubdate="Mon, 02 Nov 2026 08:00:00 +0000" length="900000" \
type="audio/mpeg" season="2">A second season</podcast:trailer>
<podcast:value type="lightning" method="keysend" suggested="0.00000002500">
<podcast:valueRecipient name="Mo" type="node" address="02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" split="60"/>
<podcast:valueRecipient name="Ann" type="lnaddress" address="ann@wallet.example.org" split="40" customKey="696969" customValue="a1" fee="false"/>
</podcast:value>
<podcast:txt purpose="verify">kW8f-2Lq0</podcast:txt>
<podcast:txt purpose="ai-content">true</podcast:txt>
<podcast:podroll>
<podcast:remoteItem feedGuid="0b5f4d7e-6e0c-5d5a-9a57-2a1c1f0c7d11" feedUrl="https://quiet.example.org/rss" title="Quiet Evenings"/>
<podcast:remoteItem feedGuid="1b5f4d7e-6e0c-5d5a-9a57-2a1c1f0c7d11" itemGuid="e12" medium="audiobook"/>
</podcast:podroll>
<podcast:publisher><podcast:remoteItem medium="publisher" feedGuid="2b5f4d7e-6e0c-5d5a-9a57-2a1c1f0c7d11"/></podcast:publisher>
<podcast:updateFrequency rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=20" dtstart="2026-11-03T06:00:00Z" complete="false">\
Every other Tuesday</podcast:updateFrequency>
<podcast:podping usesPodping="true"/>
<podcast:chat server="chat.example.org:6697" protocol="irc" accountId="@mo" space="#slow"/>
<podcast:socialInteract protocol="activitypub" uri="https://social.example.org/@slow/1" accountId="@slow" \
accountUrl="https://social.example.org/@slow" priority="1"/>
<podcast:socialInteract protocol="atproto" uri="at://slow.example.org/post/1" priority="2"/>
<podcast:image href="https://slow.example.org/wide.webp" alt="A cup beside a window" aspect-ratio="16/9" width="1600" height="900" \
type="image/webp" purpose="banner social"/>
<podcast:liveItem status="pending" start="2026-12-01T18:00:00.000+0000" end="2026-12-01T19:00:00.000+0000">
<title>Questions, live</title>
<guid isPermaLink="false">live-1</guid>
<enclosure url="https://live.example.org/stream.m3u8" length="0" type="application/x-mpegURL"/>
<podcast:contentLink href="https://slow.example.org/live">Listen on our page</podcast:contentLink>
</podcast:liveItem>
<item>
<title>A walk before the post</title>
<link>https://slow.example.org/2/1</link>
<description><![CDATA[<p>Ann walks. <a href="https://slow.example.org/map">The way</a></p>
<p>0:00 At the door<br>0:40 Through the park<br>20:10 What stays</p>]]></description>
<content:encoded><![CDATA[<p>Ann walks, and <img src="https://slow.example.org/p.jpg" alt="A path"> tells.</p>]]></content:encoded>
<author>ann@slow.example.org (Ann Dale)</author>
<category>Walking</category>
<comments>https://slow.example.org/2/1/talk</comments>
<enclosure url="https://cdn.example.org/2-1.mp3" length="21600000" type="audio/mpeg"/>
<guid isPermaLink="false">slow-2-1</guid>
<pubDate>Tue, 24 Nov 2026 06:00:00 +0000</pubDate>
<source url="https://slow.example.org/feed.xml">Slow Mornings</source>
<itunes:title>A walk before the post</itunes:title>
<itunes:duration>1800</itunes:duration>
<itunes:explicit>false</itunes:explicit>
<itunes:episodeType>full</itunes:episodeType>
<itunes:season>2</itunes:season>
<itunes:episode>1</itunes:episode>
<itunes:image href="https://slow.example.org/2-1.png"/>
<psc:chapters version="1.2">
<psc:chapter start="00:00:00.000" title="At the door"/>
<psc:chapter start="00:00:40" title="Through the park" href="https://slow.example.org/park" image="https://slow.example.org/park.jpg"/>
</psc:chapters>
<media:content url="https://cdn.example.org/2-1.mp3" fileSize="21600000" type="audio/mpeg" medium="audio" isDefault="true" \
duration="1800" width="1" height="1" lang="en"/>
<media:thumbnail url="https://slow.example.org/2-1-wide.jpg" width="1280" height="720"/>
<media:restriction relationship="allow" type="country">gb ie</media:restriction>
<dc:creator>Ann Dale</dc:creator>
<dc:language>en</dc:language>
<dc:date>2026-11-24T06:00:00Z</dc:date>
<podcast:season name="Out of doors">2</podcast:season>
<podcast:episode display="Walk 1">1</podcast:episode>
<podcast:transcript url="https://slow.example.org/2-1.vtt" type="text/vtt" language="en" rel="captions"/>
<podcast:transcript url="https://slow.example.org/2-1.html" type="text/html"/>
<podcast:chapters url="https://slow.example.org/2-1.json" type="application/json+chapters"/>
<podcast:soundbite startTime="73.5" duration="42.25">Why the post waits</podcast:soundbite>
<podcast:location rel="subject" geo="geo:53.8,-1.55,63;u=10">Roundhay Park</podcast:location>
<podcast:license>cc-by-sa-4.0</podcast:license>
<podcast:person role="guest">Lee Marsh</podcast:person>
<podcast:alternateEnclosure type="audio/mpeg" length="21600000" bitrate="96000" default="true" title="As ever" lang="en" codecs="mp3">
<podcast:source uri="https://cdn.example.org/2-1.mp3"/>
<podcast:source uri="https://cdn.example.org/2-1.torrent" contentType="application/x-bittorrent"/>
<podcast:integrity type="sri" value="sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="/>
</podcast:alternateEnclosure>
<podcast:alternateEnclosure type="audio/opus" length="7200000" bitrate="32000.5" title="Small" rel="small" height="720">
<podcast:source uri="ipfs://bafyexample"/>
<podcast:integrity type="pgp-signature" value="c2lnbmVk"/>
</podcast:alternateEnclosure>
<podcast:value type="lightning" method="keysend">
<podcast:valueRecipient name="Ann" type="node" address="03bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb" split="1"/>
<podcast:valueTimeSplit startTime="60" duration="200.5" remoteStartTime="30" remotePercentage="95">
<podcast:remoteItem feedGuid="3b5f4d7e-6e0c-5d5a-9a57-2a1c1f0c7d11" itemGuid="song-3" medium="music"/>
</podcast:valueTimeSplit>
</podcast:value>
<podcast:contentLink href="https://video.example.org/w/2-1">Watch it</podcast:contentLink>
<podcast:socialInteract protocol="disabled"/>
<podcast:txt purpose="ai-content">false</podcast:txt>
</item>
<item>
<title>Nothing before tea</title>
<link>https://slow.example.org/1/3</link>
<description>Mo sits, and says why.</description>
<enclosure url="https://cdn.example.org/1-3.m4a" length="14000000" type="audio/x-m4a"/>
<guid>https://slow.example.org/1/3</guid>
<pubDate>Tue, 10 Nov 2026 06:00:00 -0500</pubDate>
<itunes:duration>1500</itunes:duration>
<itunes:explicit>false</itunes:explicit>
<itunes:season>1</itunes:season>
<itunes:episode>3</itunes:episode>
<itunes:image href="https://slow.example.org/1-3.png"/>
<podcast:season name="At home">1</podcast:season>
<podcast:episode>3</podcast:episode>
<podcast:transcript url="https://slow.example.org/1-3.srt" type="application/x-subrip"/>
</item>
</channel>""".replace("$GUID", "479e9c1b-a8d2-5659-b627-3658380ceca1"))
"""A podcast that has every element that a rule speaks of."""

LIST = _document("""\
<channel>
<title>Walks we like</title>
<link>https://slow.example.org/walks</link>
<description>Episodes of others, to hear while you walk.</description>
<podcast:medium>podcastL</podcast:medium>
<podcast:remoteItem feedGuid="0b5f4d7e-6e0c-5d5a-9a57-2a1c1f0c7d11" itemGuid="12"/>
<podcast:remoteItem feedGuid="0b5f4d7e-6e0c-5d5a-9a57-2a1c1f0c7d11" itemGuid="14"/>
</channel>""")

PUBLISHER = _document("""\
<channel>
<title>The Slow Mornings Trust</title>
<link>https://slow.example.org/</link>
<description>All our shows.</description>
<podcast:medium>publisher</podcast:medium>
<podcast:remoteItem medium="podcast" feedGuid="0b5f4d7e-6e0c-5d5a-9a57-2a1c1f0c7d11" feedUrl="https://slow.example.org/feed.xml"/>
</channel>""")

PLAIN = b"""\
<rss version="2.0"><channel><title>Notes</title><link>https://notes.example.org/</link><description>From the desk</description>
<item><description>No title, and an old-fashioned date.</description><pubDate>Sat, 7 Sep 2002 09:42:31 GMT</pubDate></item>
<item><title>Only a title</title><guid>https://notes.example.org/2</guid></item></channel></rss>"""
