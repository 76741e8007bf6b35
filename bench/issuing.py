"""From issuing a contract to its sealed PDF in the store, against the two libraries alone."""

import gc
import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import weasyprint
from asn1crypto import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore
from sqlalchemy import Engine, create_engine
from weasyprint.text.fonts import FontConfiguration

from bench.office import Office, an_office
from bench.timing import Ratio, Times, ratio, side_by_side
from secondments import clock, jobs
from secondments.agreements import service, tasks, wording
from secondments.agreements.models import Agreement
from secondments.demo import cases
from secondments.demo.cases import Stage
from secondments.documents import contract
from secondments.documents.keys import KeyRing
from secondments.documents.pdf import ARCHIVAL  # the import names the document fonts, too
from secondments.extensions import db
from secondments.secondment import queries
from tests.builders import PASSWORD, a_world, an_agreed_one

DAY = datetime(2027, 4, 23, 9, tzinfo=UTC)
DER = serialization.Encoding.DER


@dataclass(frozen=True)
class Found:
    ours: Times
    bare: Times
    pages: int
    kilobytes: int

    @property
    def ratio(self) -> Ratio:
        return ratio(self.ours, self.bare)


def measure(turns: int) -> Found:
    """Issue T1 again and again, taken back in between; the bare libraries get the same HTML."""
    with an_office() as office, clock.stopped_at(DAY):
        contracts = Contracts(office)
        contracts.issue()
        libraries = Libraries(*contracts.paper(), office.desk.ring)

        def ours(_turn: int, times: Times) -> None:
            contracts.take_back()
            with times.taken():
                contracts.issue()

        def bare(_turn: int, times: Times) -> None:
            with times.taken():
                libraries.make()

        # This process has a hundred times more modules than one that only prints: the bare
        # libraries shall not pay for their being looked through at each garbage collection.
        gc.collect()
        gc.freeze()
        found = side_by_side(turns, ours, bare)
        pages, size = contracts.size()
        contracts.close()
        return Found(*found, pages=pages, kilobytes=size // 1024)


class Contracts:
    """The contracts office with case T1, and a worker that makes its documents."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.worker: Engine = create_engine(office.urls.worker, pool_pre_ping=True)
        with office.app.app_context():
            self.ref = an_agreed_one(a_world()).ref

    def issue(self) -> None:
        """The use case, then the job as the worker runs it: returns with the sealed PDF stored."""
        agreement_id = self.ask()
        with self.office.app.app_context():
            db.session.info["engine"] = self.worker
            with jobs.step():
                tasks.make(agreement_id)

    def ask(self) -> str:
        """The use case alone, which leaves the making to a job. The id of the agreement."""
        with self.office.app.app_context():
            stage = self._stage()
            cases.issue(stage)
            return str(_agreement(stage).id)

    def take_back(self) -> None:
        with self.office.app.app_context():
            s, by = (stage := self._stage()).s, stage.cast.office
            service.take_back(s, by=by, revision=s.revision, message="Once more.")

    def paper(self) -> tuple[str, bytes, datetime]:
        """The HTML of the contract as the job prints it, and the terms it carries."""
        with self.office.app.app_context():
            agreement = _agreement(self._stage())
            html = contract.to_print(wording.of(agreement))
            return html, agreement.terms.encode(), agreement.issued_at

    def size(self) -> tuple[int, int]:
        """Pages and bytes of the newest document."""
        with self.office.app.app_context():
            agreement = _agreement(self._stage())
            assert agreement.issued_sha256 is not None
            return agreement.pages or 0, self.office.desk.store.size(agreement.issued_sha256)

    def close(self) -> None:
        self.worker.dispose()

    def _stage(self) -> Stage:
        return Stage(a_world(), queries.by_ref(self.ref), PASSWORD)


def _agreement(stage: Stage) -> Agreement:
    agreement = stage.s.agreement
    assert agreement is not None
    return agreement


class Libraries:
    """WeasyPrint and pyHanko, as one would write it in twenty lines, warm, with the key at hand."""

    def __init__(self, html: str, terms: bytes, at: datetime, ring: KeyRing) -> None:
        self.html, self.terms, self.at = html, terms, at
        self.fonts = FontConfiguration()
        self.signer = _Signer(ring)

    def make(self) -> bytes:
        return self.certified(self.printed())

    def printed(self) -> bytes:
        terms = weasyprint.Attachment(
            string=self.terms,
            name="terms.json",
            created=self.at,
            modified=self.at,
            relationship="Data",
        )
        return weasyprint.HTML(string=self.html).write_pdf(
            font_config=self.fonts,
            attachments=[terms],
            pdf_variant=ARCHIVAL,
            pdf_forms=True,
            pdf_tags=True,
        )

    def certified(self, printed: bytes) -> bytes:
        seal = signers.PdfSignatureMetadata(
            field_name="seal",
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=fields.MDPPerm.FILL_FORMS,
        )
        writer = IncrementalPdfFileWriter(io.BytesIO(printed))
        return signers.sign_pdf(writer, seal, signer=self.signer).getvalue()


class _Signer(signers.Signer):
    """pyHanko's own loads its key for every signature; this one keeps it."""

    def __init__(self, ring: KeyRing) -> None:
        registry = SimpleCertificateStore()
        registry.register(_plain(ring.issuing.certificate))
        super().__init__(
            signing_cert=_plain(ring.seal_of_issue.certificate), cert_registry=registry
        )
        self.key = ring.seal_of_issue.key

    async def async_sign_raw(
        self, data: bytes, _digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        if dry_run:
            return bytes(self.key.key_size // 8)
        return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())


def _plain(certificate: Any) -> x509.Certificate:
    return x509.Certificate.load(certificate.public_bytes(DER))
