"""Failures that a person can mend. Each is one sentence that ends with what to do."""


class CollectionError(Exception):
    """Base of what can be wrong with a source, an index or a picture that a person gave."""


class SourceError(CollectionError):
    """A catalogue file that cannot be read as it is."""


class OtherEncoding(SourceError):
    """A text that is in another encoding than it was read in."""


class IndexUnusable(CollectionError):
    """An index that is missing, unfinished or made by something else."""


class BadVectors(CollectionError):
    """An encoder returned NaN, nothing or the wrong size."""


class WrongSetting(CollectionError):
    """A CICERONE_… variable whose value does not fit."""


class PictureRefused(CollectionError):
    """A picture file that is not opened: missing, not a picture, too large."""
