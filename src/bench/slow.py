#!/usr/bin/env python3
"""Slow clients: 2,000 chat clients, of which 5 % stop reading; what that costs the others.

  src/bench/slow.py --wsload wsload.c [--clients N] [--slow PERCENT] [--rate N] [--reps N] COMMAND …
                                                                         e.g. java -jar target/carillon.jar

The server runs on processor 0, Redis and the clients on processor 1. Prints p99 of those who read, in a run in which all do and in
one in which some do not, their ratio (bound: 1.5), the server's resident memory before and behind the second, and what the ledger
says became of each message. Needs cc, redis-server and taskset.
"""
import argparse, asyncio, base64, json, os, shutil, signal, socket, statistics, subprocess, sys, tempfile, time, urllib.request

REDIS = 6396
PENDING = 128 * 1024
BOUND = 1.5


def wait_for(what):
    for _ in range(300):
        try:
            if what():
                return
        except OSError:
            pass
        time.sleep(0.1)
    sys.exit('not ready in time')


def get(port, path):
    with urllib.request.urlopen(f'http://127.0.0.1:{port}{path}', timeout=5) as answer:
        return answer.read()


def memory(pid):
    """Resident, in MiB."""
    for line in open(f'/proc/{pid}/status'):
        if line.startswith('VmRSS'):
            return int(line.split()[1]) / 1024


def stalled(port):
    """A client that shakes hands and never reads again."""
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    s.connect(('127.0.0.1', port))
    key = base64.b64encode(os.urandom(16)).decode()
    s.sendall(f'GET /chat HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
              f'Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n'.encode())
    head = b''
    while b'\r\n\r\n' not in head:
        head += s.recv(1)
    return s


def ledger(port):
    return next(c for c in json.loads(get(port, '/api/v1/ledger'))['channels'] if c['channel'] == 'chat')


def fill(port, clients):
    """Publishes until each of the clients that do not read has lost something."""
    before = ledger(port)['dropped']['slow']
    redis = socket.create_connection(('127.0.0.1', REDIS))
    answers = redis.makefile('rb')
    text = b'x' * 8192
    for _ in range(200):
        redis.sendall(b'*3\r\n$7\r\nPUBLISH\r\n$4\r\nchat\r\n$%d\r\n%s\r\n' % (len(text), text) * 10)
        for _ in range(10):
            answers.readline()
        time.sleep(0.02)
        if ledger(port)['dropped']['slow'] - before > 20 * clients:
            return
    sys.exit('the slow ones lost nothing')


async def read_all(sockets):
    """Reads what waits, until nothing comes for a while; returns how many bytes."""
    loop = asyncio.get_running_loop()

    async def read(s):
        s.setblocking(False)
        total = 0
        try:
            while chunk := await asyncio.wait_for(loop.sock_recv(s, 1 << 16), 2):
                total += len(chunk)
        except (asyncio.TimeoutError, OSError):
            pass
        return total
    return sum(await asyncio.gather(*(read(s) for s in sockets)))


def load(a, tmp, clients):
    command = (f'{tmp}/wsload -p {a.port} -u /chat -c {clients} -m pub -P 12 -r {a.rate} -s {a.size} -d {a.seconds} '
               f"-w {a.warm} -T '@@TS PAD' -A 12")
    out = subprocess.run(command, shell=True, capture_output=True, text=True).stdout
    return json.loads(out.strip().splitlines()[-1])


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--wsload', required=True)
    p.add_argument('--clients', type=int, default=2000)
    p.add_argument('--slow', type=int, default=5)
    p.add_argument('--rate', type=int, default=40)
    p.add_argument('--size', type=int, default=1024)
    p.add_argument('--seconds', type=int, default=6)
    p.add_argument('--warm', type=int, default=3)
    p.add_argument('--reps', type=int, default=1)
    p.add_argument('--port', type=int, default=9001)
    p.add_argument('command', nargs=argparse.REMAINDER)
    a = p.parse_args()
    tmp = tempfile.mkdtemp(prefix='slow-bench')
    subprocess.run(['cc', '-O2', '-w', '-o', f'{tmp}/wsload', a.wsload], check=True)
    redis = subprocess.Popen(['taskset', '-c', '1', 'redis-server', '--port', str(REDIS), '--save', '', '--appendonly', 'no',
                              '--bind', '127.0.0.1'], stdout=subprocess.DEVNULL, cwd=tmp)
    os.sched_setaffinity(0, {1})
    server = None
    try:
        wait_for(lambda: socket.create_connection(('127.0.0.1', REDIS), 0.2))
        server = subprocess.Popen(['taskset', '-c', '0'] + a.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                  env={**os.environ, 'PORT': str(a.port), 'REDIS_URL': f'redis://127.0.0.1:{REDIS}',
                                       'CARILLON_CHAT_SLOW_CLIENTS': 'drop-oldest',
                                       'CARILLON_SOCKET_MAX_PENDING_BYTES': str(PENDING),
                                       'CARILLON_LOGGING_DIRECTORY': ''})
        wait_for(lambda: get(a.port + 1000, '/ready'))
        run(a, tmp, server.pid)
    finally:
        for process in (server, redis):
            if process:
                process.send_signal(signal.SIGTERM)
                process.wait(15)
        shutil.rmtree(tmp)


def run(a, tmp, pid):
    slow = a.clients * a.slow // 100
    load(a, tmp, a.clients)  # the compilers' run
    pairs = []
    for _ in range(a.reps):
        without = load(a, tmp, a.clients)
        before = memory(pid)
        sockets = [stalled(a.port) for _ in range(slow)]
        fill(a.port, slow)
        among = load(a, tmp, a.clients - slow)
        after = memory(pid)
        waited = asyncio.run(read_all(sockets))
        for s in sockets:
            s.close()
        pairs.append((without['p99_us'] / 1e3, among['p99_us'] / 1e3))
        print(f'{a.clients} that read: p99 {pairs[-1][0]:.1f} ms, {without["per_s"]:.0f}/s;  with {slow} that do not: '
              f'p99 {pairs[-1][1]:.1f} ms, {among["per_s"]:.0f}/s;  memory {before:.0f} -> {after:.0f} MiB, '
              f'{waited / slow / 1024:.0f} KiB for each slow one, in its connection and waiting', flush=True)
    alone, among = (statistics.median(column) for column in zip(*pairs))
    ratio = among / alone
    print(f'ratio of p99: {ratio:.2f} (bound {BOUND}: {"kept" if ratio <= BOUND else "broken"}); ledger: {json.dumps(ledger(a.port))}')


if __name__ == '__main__':
    main()
