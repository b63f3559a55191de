#!/usr/bin/env python3
"""Notifications: 1,000 users on one processor, 10,000 messages a second published with Redis, each to one user.

  src/bench/users.py [--users N] [--rate N] [--seconds N] COMMAND …      e.g. java -jar target/carillon.jar

The server runs on processor 0, Redis and this client on processor 1. Prints messages received a second, the processor time of the
server a message, latency from the moment a message was due, and what was lost. Needs redis-server and taskset.
"""
import argparse, base64, os, select, signal, socket, subprocess, sys, time

from machine import cpu, wait_port

REDIS = 6398
PAD = b'x' * 44


def frame(text):
    mask = b'\0\0\0\0'
    return bytes([0x81, 0x80 | len(text)]) + mask + text


def connect(port, user):
    s = socket.create_connection(('127.0.0.1', port))
    key = base64.b64encode(os.urandom(16)).decode()
    s.sendall(f'GET /users HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
              f'Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n'.encode())
    s.sendall(frame(b'{"user_name":"%s"}' % user))
    data = b''
    while b'"subscribed"' not in data:
        chunk = s.recv(4096)
        if not chunk or data.startswith(b'HTTP/1.1 503'):
            return None
        data += chunk
    s.setblocking(False)
    return s


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument('--users', type=int, default=1000)
    a.add_argument('--rate', type=int, default=10000)
    a.add_argument('--seconds', type=int, default=8)
    a.add_argument('--port', type=int, default=9001)
    a.add_argument('command', nargs=argparse.REMAINDER)
    a = a.parse_args()
    redis = subprocess.Popen(['taskset', '-c', '1', 'redis-server', '--port', str(REDIS), '--save', '', '--appendonly', 'no',
                              '--bind', '127.0.0.1'], stdout=subprocess.DEVNULL)
    os.sched_setaffinity(0, {1})
    server = None
    try:
        wait_port(REDIS)
        server = subprocess.Popen(['taskset', '-c', '0'] + a.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                  env={**os.environ, 'PORT': str(a.port), 'REDIS_URL': f'redis://127.0.0.1:{REDIS}'})
        wait_port(a.port)
        run(a, server.pid)
    finally:
        for process in (server, redis):
            if process:
                process.send_signal(signal.SIGTERM)
                process.wait(15)


def run(a, pid):
    users = [b'u%d' % i for i in range(a.users)]
    while not (first := connect(a.port, users[0])):
        time.sleep(0.1)
    first.close()
    sockets = [connect(a.port, user) for user in users]
    poll = select.epoll()
    by_fd = {s.fileno(): s for s in sockets}
    for fd in by_fd:
        poll.register(fd, select.EPOLLIN)
    out = socket.create_connection(('127.0.0.1', REDIS))
    out.setblocking(False)
    size = 2 + 20 + len(PAD)
    total, warm = a.rate * (a.seconds + 3), a.rate * 3
    sent = received = 0
    latencies = []
    pending = b''
    start = time.perf_counter()
    busy = cpu_at = None
    counted_from = 0
    while received < total:
        now = time.perf_counter()
        if now - start > a.seconds + 10:
            break
        if busy is None and sent >= warm:
            busy, cpu_at, counted_from = cpu(pid), now, received
        due = min(total, int((now - start) * a.rate))
        if due > sent:
            chunks = []
            for i in range(sent, due):
                text = b'%020d' % int((start + i / a.rate) * 1e9) + PAD
                name = users[i % len(users)]
                chunks.append(b'*3\r\n$7\r\nPUBLISH\r\n$%d\r\nuser:%s\r\n$%d\r\n%s\r\n' % (len(name) + 5, name, len(text), text))
            pending += b''.join(chunks)
            sent = due
        if pending:
            try:
                pending = pending[out.send(pending):]
            except BlockingIOError:
                pass
            try:
                out.recv(1 << 20)
            except BlockingIOError:
                pass
        for fd, _ in poll.poll(0.001, 512):
            data = by_fd[fd].recv(65536)
            if not data:
                sys.exit('the server closed a session')
            while data[:1] == b'\x89':  # a ping
                data = data[2:]
            if data and sent > warm:
                latencies.append(time.perf_counter() - int(data[2:22]) / 1e9)
            received += len(data) // size
    end = time.perf_counter()
    used = cpu(pid) - busy
    counted = received - counted_from
    latencies.sort()
    print(f'{a.users} users: {counted / (end - cpu_at):.0f} messages/s, {used / counted * 1e6:.2f} us of CPU a message '
          f'({used / (end - cpu_at) * 100:.0f} % of one processor), p50 {latencies[len(latencies) // 2] * 1e3:.2f} ms, '
          f'p99 {latencies[len(latencies) * 99 // 100] * 1e3:.2f} ms, lost {total - received}')


if __name__ == '__main__':
    main()
