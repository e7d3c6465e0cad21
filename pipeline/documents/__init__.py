"""Documents: files that texts lead to, published without what programs wrote into them about people.

`jobs` describes how they are cleaned, `cleaned` puts what came of it in their place and tells what can't be;
`addresses` says where each will lie, `pieces` are what is published.
"""

from pipeline.documents.offered import addresses, cleaned, jobs, pieces

__all__ = ["addresses", "cleaned", "jobs", "pieces"]
