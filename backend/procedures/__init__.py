"""How is the routing procedure shown? Pages for people and a file for front ends, made from the rules that are applied.

Nothing is written by hand twice: what stands on a page is what the judge judges by.
"""
