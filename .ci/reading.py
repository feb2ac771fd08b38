"""Runs the code blocks of docs/reading.md, the path of which is the argument, in a folder that holds data/ of a run."""

import csv
import glob
import re
import sys

import duckdb

text = open(sys.argv[1], encoding="utf-8").read()
blocks = re.findall(r"<!-- run: (\w+) -->\n```\w+\n(.*?)```", text, re.S)
assert len(blocks) == 3, f"{len(blocks)} code blocks to run were found"
with open(sorted(glob.glob("data/customers_extract_*.csv"))[-1], newline="", encoding="utf-8") as file:
    records = sum(1 for _ in csv.DictReader(file))
for kind, code in blocks:
    print(f"--- {kind}")
    if kind == "duckdb":
        for statement in filter(str.strip, code.split(";")):
            result = duckdb.sql(statement)
            if result is not None:
                print(result)
        assert duckdb.sql("SELECT count(*) FROM customers").fetchone()[0] == records
    else:
        variables = {}
        exec(code, variables)
        assert len(variables.get("customers", range(records))) == records
