#!/usr/bin/env python3
"""Memory over time: an instance with clients that come and go, and chat.

  src/bench/soak.py [--minutes 30] [--clients 200] [--churn 10] [--rate 10] [--jar target/carillon.jar] [--out target/soak]

Each second some clients leave, half of them without a word, and as many come, half of them with the position of one that left, so that
they are given what it missed. Every ten seconds the resident memory and, after a collection, the heap in use are noted in soak.csv;
soak.svg (soak.png where matplotlib is installed) shows them. Prints how fast both grow over the last two thirds. The load is light:
about a fifth of a processor. Needs redis-server and jcmd.
"""
import argparse, base64, csv, os, re, select, signal, socket, subprocess, sys, tempfile, time, urllib.request
from collections import deque

from machine import cpu, wait_port

TOP = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..'))
EVERY = 10
PAD = b'x' * 40
TOKEN = re.compile(rb'"resume":"([^"]+)"')


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


def wait_ready(port):
    for _ in range(300):
        try:
            with urllib.request.urlopen(f'http://127.0.0.1:{port}/ready', timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    sys.exit('the instance does not become ready')


def rss_mb(pid):
    return int(re.search(r'VmRSS:\s+(\d+)', open(f'/proc/{pid}/status').read()).group(1)) / 1024


def heap_mb(pid):
    """What is in use after a collection."""
    subprocess.run(['jcmd', str(pid), 'GC.run'], check=True, capture_output=True)
    info = subprocess.run(['jcmd', str(pid), 'GC.heap_info'], check=True, capture_output=True, text=True).stdout
    lines = [line for line in info.splitlines() if 'used' in line and not re.search(r'Metaspace|class space', line)]
    return sum(int(re.search(r'used (\d+)K', line).group(1)) for line in lines) / 1024


def frame(text, opcode=1):
    return bytes([0x80 | opcode, 0x80 | len(text), 0, 0, 0, 0]) + text


class Crowd:
    """Clients in the order in which they came."""

    def __init__(self, port):
        self.port, self.poll = port, select.epoll()
        self.clients, self.order, self.tokens = {}, deque(), {}
        self.left = deque(maxlen=100)
        self.received = self.cut = self.turn = 0

    def come(self):
        resume = b'&resume=' + self.left.popleft() if self.turn % 2 and self.left else b''
        s = socket.create_connection(('127.0.0.1', self.port), 5)
        s.sendall(b'GET /chat?hello=1&offsets=1' + resume + b' HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n'
                  b'Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: '
                  + base64.b64encode(os.urandom(16)) + b'\r\n\r\n')
        s.setblocking(False)
        self.clients[s.fileno()] = s
        self.order.append(s)
        self.poll.register(s, select.EPOLLIN)

    def go(self):
        s = self.order.popleft()
        self.turn += 1
        if s.fileno() < 0:
            return
        if self.turn % 2:
            self.send(s, frame(b'\x03\xe8', 8))
        self.forget(s)

    def forget(self, s):
        token = self.tokens.pop(s.fileno(), None)
        if token:
            self.left.append(token)
        del self.clients[s.fileno()]
        s.close()

    def send(self, s, data):
        try:
            s.send(data)
        except OSError:
            pass

    def talk(self, text):
        for s in self.order:
            if s.fileno() >= 0 and s.fileno() in self.tokens:
                return self.send(s, frame(text))

    def listen(self, seconds):
        for fd, _ in self.poll.poll(seconds, 512):
            s = self.clients[fd]
            try:
                data = s.recv(65536)
            except OSError:
                data = b''
            if not data:
                self.cut += 1
                self.forget(s)
                continue
            if fd not in self.tokens and (found := TOKEN.search(data)):
                self.tokens[fd] = found.group(1)
            if b'\x89\x00' in data:
                self.send(s, frame(b'', 10))
            self.received += data.count(PAD)


def slope(samples, column):
    """Growth an hour over the last two thirds, by least squares."""
    points = [(s[0] / 3600, s[column]) for s in samples[len(samples) // 3:]]
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread if spread else 0.0


def plot(samples, slopes, out):
    try:
        import matplotlib
        matplotlib.use('Agg')
        import matplotlib.pyplot as plt
    except ImportError:
        return svg(samples, slopes, out + '.svg')
    minutes = [s[0] / 60 for s in samples]
    plt.figure(figsize=(9, 4))
    plt.plot(minutes, [s[1] for s in samples], label=f'resident, {slopes[0]:+.1f} MB/h')
    plt.plot(minutes, [s[2] for s in samples], label=f'heap after a collection, {slopes[1]:+.1f} MB/h')
    plt.xlabel('minutes')
    plt.ylabel('MB')
    plt.ylim(bottom=0)
    plt.legend()
    plt.savefig(out + '.png', dpi=120)
    return out + '.png'


def svg(samples, slopes, path):
    width, height, left, bottom = 900, 400, 60, 50
    end = max(samples[-1][0], 1)
    top = max(max(s[1], s[2]) for s in samples) * 1.1

    def at(seconds, mb):
        return f'{left + seconds / end * (width - left - 20):.1f},{height - bottom - mb / top * (height - bottom - 20):.1f}'

    def text(x, y, words, anchor='middle', color='#333'):
        return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{color}">{words}</text>'

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="13">',
             f'<rect width="{width}" height="{height}" fill="white"/>']
    for i in range(5):
        x, y = at(end * i / 4, 0).split(',')[0], at(0, top * i / 4).split(',')[1]
        parts.append(f'<path d="M{left} {y}H{width - 20}" stroke="#ddd"/>')
        parts.append(text(left - 8, float(y) + 4, f'{top * i / 4:.0f}', 'end'))
        parts.append(text(x, height - bottom + 20, f'{end * i / 4 / 60:.1f}'))
    parts.append(text(width / 2, height - 10, 'minutes') + text(left - 8, 14, 'MB', 'end'))
    for column, color, name in ((1, '#1f6feb', 'resident'), (2, '#d1580b', 'heap after a collection')):
        points = ' '.join(at(s[0], s[column]) for s in samples)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="2"/>')
        y = float(at(0, samples[-1][column]).split(',')[1]) - 10
        parts.append(text(width - 30, y, f'{name}, {slopes[column - 1]:+.1f} MB/h', 'end', color))
    with open(path, 'w') as file:
        file.write('\n'.join(parts) + '\n</svg>\n')
    return path


def run(a, pid, port):
    crowd = Crowd(port)
    for _ in range(a.clients):
        crowd.come()
    os.makedirs(a.out, exist_ok=True)
    samples, start, busy = [], time.monotonic(), cpu(pid)
    said = churned = skipped = 0
    with open(f'{a.out}/soak.csv', 'w', newline='') as file:
        rows = csv.writer(file)
        rows.writerow(['seconds', 'rss_mb', 'heap_mb', 'received', 'churned', 'cut'])
        while (seconds := time.monotonic() - start) < a.minutes * 60:
            if seconds >= EVERY * (len(samples) + 1):
                samples.append((seconds, rss_mb(pid), heap_mb(pid)))
                rows.writerow([f'{seconds:.1f}', *(f'{mb:.2f}' for mb in samples[-1][1:]), crowd.received, churned, crowd.cut])
                file.flush()
                # What was due while the heap was looked at is not made up for
                said, skipped = int(seconds * a.rate), int(seconds * a.churn) - churned
            if said < seconds * a.rate:
                said += 1
                crowd.talk(b'%d ' % said + PAD)
            if churned + skipped < seconds * a.churn:
                churned += 1
                crowd.go()
                crowd.come()
            crowd.listen(0.005)
    seconds = time.monotonic() - start
    print(f'{seconds / 60:.1f} minutes, {a.clients} clients, {churned} came and went, {crowd.received} messages received, '
          f'{crowd.cut} cut by the server, {(cpu(pid) - busy) / seconds * 100:.0f} % of a processor')
    return samples


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument('--minutes', type=float, default=30)
    a.add_argument('--clients', type=int, default=200)
    a.add_argument('--churn', type=int, default=10, help='clients a second that are replaced')
    a.add_argument('--rate', type=int, default=10, help='messages a second, each to all clients')
    a.add_argument('--jar', default=f'{TOP}/target/carillon.jar')
    a.add_argument('--java', default='-Xmx256m', help='options of the JVM')
    a.add_argument('--out', default=f'{TOP}/target/soak')
    a = a.parse_args()
    redis_port, port, management, tmp = free_port(), free_port(), free_port(), tempfile.mkdtemp(prefix='carillon-soak')
    quiet = dict(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tmp)
    started = []
    try:
        started.append(subprocess.Popen(['redis-server', '--port', str(redis_port), '--save', '', '--bind', '127.0.0.1'], **quiet))
        wait_port(redis_port)
        started.append(subprocess.Popen(
            ['java', *a.java.split(), '-jar', os.path.abspath(a.jar)], **quiet,
            env={**os.environ, 'PORT': str(port), 'REDIS_URL': f'redis://127.0.0.1:{redis_port}',
                 'CARILLON_MANAGEMENT_PORT': str(management)}))
        wait_ready(management)
        samples = run(a, started[1].pid, port)
    finally:
        for process in reversed(started):
            process.send_signal(signal.SIGTERM)
            process.wait(30)
    if len(samples) < 3:
        sys.exit('too short to say anything')
    slopes = slope(samples, 1), slope(samples, 2)
    print(f'over the last two thirds: resident {samples[-1][1]:.0f} MB, {slopes[0]:+.2f} MB/h; '
          f'heap {samples[-1][2]:.1f} MB, {slopes[1]:+.2f} MB/h; {plot(samples, slopes, a.out + "/soak")}')


if __name__ == '__main__':
    main()
