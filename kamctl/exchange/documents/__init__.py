"""Documents: standard forms of a repository, filled in with the facts of a plan, and what they were made of.

`plan_facts` and `figure_facts` say what a form may tell, as plain data (`fact`); `filling` runs the form over it in a
`sandbox`, in the words and figures of its `language`; `stamp` writes into the document where it comes from, `stamped`
finds that again, and `comparison` tells what the plan says differently by now. What a form may have inside is looked at
before (`form_package`, `form_page`; `refusal`).
"""
