"""A server with a room's routes alone, which can be killed: python -m tests.pages.classroom.only_rooms PORT"""

import sys

import uvicorn
from starlette.applications import Starlette

from pages.classroom import api

if __name__ == "__main__":
    uvicorn.run(Starlette(routes=api.ROUTES), port=int(sys.argv[1]), log_level="error", lifespan="off")
