"""Claims as known at a view's position, under the names the customer uses then.

For statements that are written out: everything that counts claims by payer or by group reads
from here.
"""

from upstream.projections.mappings.cpt_groups import groups
from upstream.projections.mappings.payer_names import payers
from upstream.projections.tables import claim_versions
from upstream.projections.view import View

_KNOWN = (
    " FROM claim_versions c{join} WHERE c.customer_id = %(customer_id)s"
    " AND c.from_position <= %(position)s AND c.to_position > %(position)s"
)
_ALIASES = (
    " LEFT JOIN payer_aliases a ON a.customer_id = c.customer_id AND a.alias = c.payer"
    " AND a.from_position <= %(position)s AND a.to_position > %(position)s"
)
_RENAMED = frozenset({"payer", "cpt_group"})


def known_claims(view: View) -> tuple[str, dict[str, str]]:
    """A SELECT over `claim_versions` with `payer` and `cpt_group` as the customer calls them, and
    what to bind besides `customer_id` and `position`. The view must need `mappings`.

    Where the customer renamed nothing it is the plain table.
    """
    names, own = payers(view), groups(view)
    if not names and not own:
        return f"SELECT c.*{_KNOWN.format(join='')}", {}
    others = ", ".join(f"c.{one.name}" for one in claim_versions.c if one.name not in _RENAMED)
    payer = "coalesce(a.payer, c.payer)" if names else "c.payer"
    group, bind = own.sql("c.cpt", "c.cpt_group")
    select = f"SELECT {others}, {payer} AS payer, {group} AS cpt_group"
    return select + _KNOWN.format(join=_ALIASES if names else ""), bind
