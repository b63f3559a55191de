"""Talks to the stack of compose/ through nginx, with the `websockets` library, and asks Prometheus on port 29090."""

import asyncio
import json
import re
import ssl
import subprocess
import sys
import urllib.parse
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


async def hardened():
    """Each service of the configuration that is read has what keeps it in bounds."""
    services = json.load(sys.stdin)["services"]
    instances = [services[f"carillon-{n}"] for n in INSTANCES]
    for name, service in services.items():
        assert service["restart"] == "unless-stopped" and service["read_only"], name
        assert service["cap_drop"] == ["ALL"] and service["security_opt"] == ["no-new-privileges:true"], name
        assert int(service["mem_limit"]) <= 512 << 20, name
        assert re.fullmatch(r"[a-z/-]+:(v?\d[\w.-]*|local)", service["image"]), name
        # The image of the instances brings its own, the exporter has nothing to run one with
        assert "healthcheck" in service or service in instances or name == "nginx-exporter", name
        if service in instances:
            assert set(service["depends_on"]) == {"redis"} and service["depends_on"]["redis"]["condition"] == "service_healthy"
        for port in service.get("ports", []):
            assert name == "nginx" or port["host_ip"] == "127.0.0.1", (name, port)
    print(f"{len(services)} services are read-only, without privileges, bounded, and looked after")


def ask(query):
    answer = json.loads(get("127.0.0.1:29090/api/v1/query?query=" + urllib.parse.quote(query)))
    return [series["metric"] for series in answer["data"]["result"]]


async def until(what, condition):
    for _ in range(300):
        try:
            if condition():
                return
        except OSError:
            pass
        await asyncio.sleep(0.2)
    raise AssertionError(what)


async def scraped():
    await until("twelve are up", lambda: len(ask('up{job="carillon"} == 1')) == 12 and not ask('ALERTS{alertname="InstanceDown"}'))
    print("Prometheus scrapes twelve instances, and none is down")


async def alarmed():
    await until("InstanceDown", lambda: len(ask('ALERTS{alertname="InstanceDown", alertstate="firing"}')) == 1)
    print("Prometheus raises InstanceDown for the one that was killed")


async def place(trusted):
    """The port of the instance that this machine is sent to, over TLS."""
    async with websockets.connect("wss://localhost/chat", ssl=trusted) as session:
        await session.send("where?")
        return re.match(r"\[Server-(\d+)]", await asyncio.wait_for(session.recv(), 10))[1]


def trusted():
    return ssl.create_default_context(cafile=sys.argv[2])


async def secured():
    with urllib.request.urlopen("https://localhost/state", context=trusted()) as answer:
        assert len(json.load(answer)["state"]) == 100
    request = urllib.request.Request("http://localhost/state?a=b")
    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=trusted()))
    with opener.open(request) as answer:
        assert answer.geturl() == "https://localhost/state?a=b", answer.geturl()
    await place(trusted())


async def where():
    print(await place(trusted()))


async def elsewhere():
    for _ in range(50):
        if await place(trusted()) != sys.argv[3]:
            return
        await asyncio.sleep(0.2)
    raise AssertionError(f"{sys.argv[3]} still gets connections")


asyncio.run(globals()[sys.argv[1]]())
