"""Random stories of several accounts, held against a model.

`model` and `world` say what should be, `door` asks, `discretion` watches every answer, `rules_of_*`
do things, `readings_of_*` compare what is told with the model, `probes` follow each deletion, and
`machine` puts them together.
"""
