"""Resources with more to say than the document: jobs that are waited for."""
