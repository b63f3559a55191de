"""Talks to the stack of compose/ through nginx on port 80, with the `websockets` library."""

import asyncio
import json
import re
import subprocess
import sys
import urllib.request

import websockets

GATEWAY = "localhost:80"
INSTANCES = range(1, 13)


def get(address):
    with urllib.request.urlopen(f"http://{address}", timeout=10) as answer:
        return answer.read().decode()


async def answered(session, n):
    await session.send("anything")
    answer = json.loads(await asyncio.wait_for(session.recv(), 10))
    assert answer["messageCount"] == n, answer


async def talk():
    """A message through nginx reaches all twelve; a box is ticked."""
    listeners = [await websockets.connect(f"ws://127.0.0.1:{9000 + n}/chat") for n in INSTANCES]
    async with websockets.connect(f"ws://{GATEWAY}/chat") as sender:
        await sender.send("ding")
        for listener in listeners:
            assert (await asyncio.wait_for(listener.recv(), 10)).endswith("] ding")
            await listener.close()
    async with websockets.connect(f"ws://{GATEWAY}/ws") as session:
        await session.recv()
        for n in range(1, 101):
            await answered(session, n)
    async with websockets.connect(f"ws://{GATEWAY}/board") as board:
        await board.send(json.dumps({"event": "checkbox-update", "data": {"index": 42, "value": True}}))
        for _ in range(100):
            if json.loads(get(f"{GATEWAY}/state"))["state"][42]:
                break
            await asyncio.sleep(0.1)
    # Redis writes to disk once a second
    await asyncio.sleep(2)
    await kept()
    print("talked through nginx; a message reached all twelve instances")


async def kept():
    assert json.loads(get(f"{GATEWAY}/state"))["state"][42]


def sessions(n):
    metrics = get(f"127.0.0.1:{10000 + n}/metrics")
    return sum(float(v) for v in re.findall(r'^carillon_sessions_open\{endpoint="sessions".*\} (\S+)$', metrics, re.M))


async def again():
    """Connects as a client does whose connection was lost."""
    for _ in range(50):
        try:
            session = await websockets.connect(f"ws://{GATEWAY}/ws")
            await session.recv()
            await answered(session, 1)
            return session
        except (OSError, asyncio.TimeoutError, websockets.WebSocketException):
            await asyncio.sleep(0.2)
    raise AssertionError("nobody serves")


async def outlive():
    """Kills the instance where the clients are; they go on with another."""
    clients = [await again() for _ in range(50)]
    counts = {n: sessions(n) for n in INSTANCES}
    victim = max(counts, key=counts.get)
    # All come from one address
    assert counts[victim] == len(clients), counts
    subprocess.run(["sh", "-c", sys.argv[2], "sh", f"carillon-{victim}"], check=True, stdout=subprocess.DEVNULL)
    for client in clients:
        try:
            await asyncio.wait_for(client.recv(), 10)
            raise AssertionError("the connection of a killed instance is still there")
        except websockets.ConnectionClosed:
            pass
    clients = [await again() for _ in clients]
    for client in clients:
        await answered(client, 2)
        await client.close()
    print(f"carillon-{victim} was killed; its {len(clients)} clients went on elsewhere")


asyncio.run({"talk": talk, "kept": kept, "outlive": outlive}[sys.argv[1]]())
