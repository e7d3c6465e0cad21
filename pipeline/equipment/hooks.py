"""Hooks of `pre-commit`: what is wrong is said before it is committed. Standard: <https://pre-commit.com/>."""

from __future__ import annotations

from pipeline.equipment.source import Source

FILE = ".pre-commit-config.yaml"
_OF_A_REPOSITORY = """\
  - repo: {url}
    rev: {commit}
    hooks:
      - id: pipeline-check
      # - id: pipeline-fix # repairs what can be put right in one way only
"""
_OF_THIS_MACHINE = """\
  - repo: local
    hooks:
      - id: pipeline-check
        name: check the library
        entry: {program} check
        language: system
        files: ^(content|theme)/|^(pipeline\\.toml|mkdocs\\.yml)$
        pass_filenames: false
"""
_HEAD = """\
# `pre-commit install`, once in each clone: then `pipeline check` looks at the library before each commit, and what has
# an error is not committed. `git commit --no-verify` commits it all the same.
repos:
"""


def config(source: Source, program: str) -> bytes:
    """The file that `pre-commit` reads; `program` starts the pipeline where no repository has it."""
    url, commit = source.repository
    hooks = _OF_A_REPOSITORY.format(url=url, commit=commit) if url else _OF_THIS_MACHINE.format(program=program)
    return (_HEAD + hooks).encode()
