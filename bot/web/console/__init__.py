"""The officers' web console, `/can-bo`: one module per group of pages.

A group is a function `…_routes(gate) -> APIRouter`; its pages and acts are wrapped by the gate,
so that each knows who asks. An act calls the same function as chat and command line. Templates
stand in `templates/console/`; everything works without JavaScript.
"""
