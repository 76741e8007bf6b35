"""Flask extensions, not yet bound to an app, and the base of every table."""

import enum
import re
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from flask_wtf import CSRFProtect
from sqlalchemy import DateTime, Enum, MetaData, Numeric, event, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, SessionTransaction, declared_attr, registry
from sqlalchemy.orm import Session as OrmSession

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


def by_value(kind: type[enum.Enum], *, name: str | None = None) -> Enum:
    """An enum stored by its value under a CHECK; the second of its kind in a table has a name."""
    return Enum(
        kind,
        name=name,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        length=40,
        create_constraint=True,
    )


Json = dict[str, Any]


class Base(DeclarativeBase):
    """What every table shares: a name from its class, enums by value, aware moments."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            enum.Enum: by_value(enum.Enum),
            datetime: DateTime(timezone=True),
            Decimal: Numeric(12, 2),
            Json: JSONB,
            list[str]: JSONB,
        },
    )

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


class Session(FlaskSession):
    """Our own class, so that audit and row-level security can listen to it once, at import.

    `info["person"]` is who this session works for; PostgreSQL's policies read it as `app.person`.
    `info["engine"]` is set for the length of a job: the connections of the worker's own role.
    """

    def get_bind(self, *_asked: Any, bind: Any = None, **_about: Any) -> Any:
        # One database: what is asked for does not choose between engines, and it is asked often.
        return bind or self.info.get("engine") or db.engine


@event.listens_for(Session, "after_begin")
def _say_who_is_asking(
    session: OrmSession, transaction: SessionTransaction, connection: Any
) -> None:
    person = session.info.get("person")
    if person is not None and not transaction.nested:
        connection.execute(text("SELECT set_config('app.person', :p, true)"), {"p": str(person)})


db = SQLAlchemy(model_class=Base, session_options={"class_": Session})
login = LoginManager()
csrf = CSRFProtect()
migrate = Migrate()
