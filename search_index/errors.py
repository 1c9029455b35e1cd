"""The named errors of the search index; nothing else lives here."""


class SearchIndexError(Exception):
    """Whatever keeps the index from answering or from being written."""


class IndexMissing(SearchIndexError):
    """There is no index in this folder (yet): create one."""


class IndexBroken(SearchIndexError):
    """What is on disk is not what was committed: truncated, altered, foreign or lost files."""


class IndexLocked(SearchIndexError):
    """Another process is writing this index now: try again later."""


class IndexNotWritable(SearchIndexError):
    """The folder cannot be written (rights, full disk, not a folder); the message says why."""
