"""Talks to a running Carillon with the `websockets` library: a client that shares no code with the server."""

import asyncio
import json
import sys

import websockets

BASE = sys.argv[1]


async def sessions():
    async with websockets.connect(f"{BASE}/ws") as session:
        greeting = json.loads(await session.recv())
        assert greeting["type"] == "session" and len(greeting["sessionId"]) == 36, greeting
        for _ in range(1000):
            await session.send("anything")
        for n in range(1, 1001):
            answer = json.loads(await session.recv())
            assert answer == {
                "type": "response",
                "message": "Message received successfully!",
                "messageCount": n,
            }, answer
        await session.send(b"\x00\x01")
        answer = json.loads(await session.recv())
        assert answer["type"] == "error" and "Binary" in answer["error"], answer
        pong = await session.ping()
        await asyncio.wait_for(pong, 5)
    print("sessions: 1,000 outstanding messages answered in order")


async def chat():
    listeners = [await websockets.connect(f"{BASE}/chat") for _ in range(20)]
    plain = await websockets.connect(f"{BASE}/chat", compression=None)
    sender = listeners[0]
    texts = ["ding", "d\u00f6ng \U0001f514", "", "x" * 100_000]
    for text in texts:
        await sender.send(text)
    for listener in [*listeners, plain]:
        for text in texts:
            got = await asyncio.wait_for(listener.recv(), 10)
            assert got.endswith(f"] {text}"), (len(got), got[:50])
        await listener.close()
    print("chat: 4 messages to 21 listeners, with and without compression")


async def main():
    await sessions()
    await chat()


asyncio.run(main())
