"""Runs the migrations as the owner of the tables, whose address OWNER_DATABASE_URI holds."""

from alembic import context
from flask import current_app
from sqlalchemy import create_engine, pool

from secondments.extensions import Base

metadata = Base.metadata
OTHERS = ("procrastinate_", "alembic_")


def ours(_object, name, kind, _reflected, _compare_to):
    """Leave the tables of the job engine to its own migration."""
    return not (kind == "table" and name.startswith(OTHERS))


def run() -> None:
    engine = create_engine(current_app.config["OWNER_DATABASE_URI"], poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection, target_metadata=metadata, include_object=ours, compare_type=True
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
