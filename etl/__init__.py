"""Quiver: raw pages of bibliographic records in, validated Parquet tables and a quality report out."""
