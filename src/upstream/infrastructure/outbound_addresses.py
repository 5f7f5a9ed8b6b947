"""Which addresses a message may go to: those of the open internet, and what the house allows."""

import asyncio
import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_NAT64: Final = ip_network("64:ff9b::/96")
_PORTS: Final = frozenset({443, 8443})
"""Of the open internet: where HTTPS is spoken."""


class AddressRefused(Exception):
    """The host is not one we post to; `code` is stable and names neither host nor address."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


async def checked_address(
    host: str, port: int, *, secure: bool, allowed: Sequence[Network]
) -> Address:
    """The one address to connect to. All answers of the resolver must be fine, so that nobody
    hides an inner address behind an outer one. Raises `AddressRefused`.
    """
    addresses = await _resolved(host, port)
    inside = [any(_within(address, network) for network in allowed) for address in addresses]
    if not all(inside):
        if not all(may_leave(address) for address in addresses):
            raise AddressRefused("address_refused")
        if not secure or port not in _PORTS:
            raise AddressRefused("https_required" if not secure else "port_refused")
    return addresses[0]


def may_leave(address: Address) -> bool:
    """Whether it is an address of the open internet, whatever it is wrapped in."""
    return all(
        inner.is_global
        and not inner.is_multicast
        and not inner.is_reserved
        and not inner.is_unspecified
        for inner in _unwrapped(address)
    )


def _unwrapped(address: Address) -> list[Address]:
    """Itself, or the IPv4 addresses that are carried within it."""
    if isinstance(address, IPv4Address):
        return [address]
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    if address.sixtofour:
        return [address, address.sixtofour]
    if address.teredo:
        return [address, *address.teredo]
    if address in _NAT64:
        return [IPv4Address(address.packed[-4:])]
    return [address]


def _within(address: Address, network: Network) -> bool:
    inner = _unwrapped(address)[-1]
    return inner in network or address in network


async def _resolved(host: str, port: int) -> list[Address]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(
            host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP
        )
    except (OSError, UnicodeError):
        raise AddressRefused("address_unresolved") from None
    # A scope (`%eth0`) names an interface of this machine: never an address of the internet.
    addresses = [ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    if not addresses:
        raise AddressRefused("address_unresolved")
    return list(dict.fromkeys(addresses))
