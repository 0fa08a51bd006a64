"""Pages to look things up: questions, glossary, the model card; no experiment."""
