"""Every question we keep answered, and every reaction, one line each."""

from upstream.projections.audit.audit_entries import audit_entries
from upstream.projections.claims.claim_versions import claim_versions
from upstream.projections.dashboard.claim_ledgers import claim_ledgers
from upstream.projections.projection import Projection

PROJECTIONS: tuple[Projection, ...] = (
    claim_versions,
    claim_ledgers,
    audit_entries,
)

REACTIONS: tuple[Projection, ...] = ()
