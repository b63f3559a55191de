#!/usr/bin/env python3
"""What the load tester itself costs: one processor of it in a chat of 1,000 clients, and the memory of an idle client.

  src/bench/loadtest.py [--clients N] [--rate N] [--seconds N] [--idle N] [--reps N] [--jar target/carillon.jar]

The tester runs on processor 1 with one event loop, the server and Redis on processor 0. Prints for each run messages received a second,
the tester's processor time a message and its share of its processor, how late its event loop was, and the verdict; then the bytes of a
client, resident and live heap, in a run of 'idle'. Needs redis-server and taskset.
"""
import argparse, json, os, shutil, signal, subprocess, sys, tempfile, time

from machine import cpu, wait_port

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
REDIS = 6396


def load(a, folder, *options):
    """Runs the tester. Returns its results, its verdict, and the processor time it had taken at moments of the run."""
    results = tempfile.mkdtemp(dir=folder)
    tester = subprocess.Popen(['taskset', '-c', '1', 'java', '-jar', a.jar, 'loadtest', '--threads', '1', '--results', results,
                               '--display-interval', '1s', *options],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    seen = []
    verdict = ''
    for line in tester.stdout:
        if ' running ' in line:
            seen.append((time.time(), cpu(tester.pid)))
        if line.startswith('Verdict: '):
            verdict = line[len('Verdict: '):].strip()
    tester.wait()
    files = [os.path.join(results, each, 'results.json') for each in os.listdir(results)]
    if not files or not os.path.exists(files[0]):
        sys.exit(f'the load tester ended with {tester.returncode}: {verdict}')
    return json.load(open(files[0])), verdict, seen


def chat(a, folder, url):
    result, verdict, seen = load(a, folder, '--scenario', 'chat', '--clients', str(a.clients), '--rate', str(a.rate),
                                 '--duration', f'{a.seconds}s', '--verify', '--url', url + '/chat')
    seconds = (result['runToMs'] - result['runFromMs']) / 1e3
    received = result['counters']['received']
    # the first seconds are the compiler's, the last may be half a second
    (from_s, from_cpu), (to_s, to_cpu) = seen[len(seen) // 3], seen[-2]
    share = (to_cpu - from_cpu) / (to_s - from_s)
    lag = max(m['lagUs'] for m in result['moments'] if m['running']) / 1e3
    print(f'chat: {received / seconds:9,.0f} messages/s received, {share / (received / seconds) * 1e6:.2f} us of CPU each, '
          f'{share * 100:3.0f} % of its processor, event loop late by at most {lag:.0f} ms, '
          f'p99 {result["latencyUs"]["p99.0"]["corrected"] / 1e3:.1f} ms: {verdict}', flush=True)


def idle(a, folder, url):
    result, verdict, _ = load(a, folder, '--scenario', 'idle', '--clients', str(a.idle), '--duration', '2s', '--verify',
                              '--url', url + '/chat')
    counters = result['counters']
    print(f'idle: {a.idle:,} clients, {counters["ownBytesPerClient"] / 1024:.1f} KB resident each, '
          f'{counters["ownHeapBytesPerClient"] / 1024:.1f} KB of live heap: {verdict}', flush=True)


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument('--clients', type=int, default=1000)
    a.add_argument('--rate', type=int, default=300)
    a.add_argument('--seconds', type=int, default=12)
    a.add_argument('--idle', type=int, default=10000)
    a.add_argument('--reps', type=int, default=3)
    a.add_argument('--port', type=int, default=9001)
    a.add_argument('--jar', default=f'{TOP}/target/carillon.jar')
    a = a.parse_args()
    a.jar = os.path.abspath(a.jar)
    folder = tempfile.mkdtemp(prefix='loadtest-bench')
    started = []

    def start(*command, **env):
        started.append(subprocess.Popen(['taskset', '-c', '0', *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        cwd=folder, env={**os.environ, **env}))

    try:
        start('redis-server', '--port', str(REDIS), '--save', '', '--appendonly', 'no', '--bind', '127.0.0.1')
        wait_port(REDIS)
        start('java', '-jar', a.jar, PORT=str(a.port), REDIS_URL=f'redis://127.0.0.1:{REDIS}', CARILLON_LOGGING_DIRECTORY='')
        wait_port(a.port)
        for _ in range(a.reps):
            chat(a, folder, f'ws://127.0.0.1:{a.port}')
        idle(a, folder, f'ws://127.0.0.1:{a.port}')
    finally:
        for process in reversed(started):
            process.send_signal(signal.SIGTERM)
            process.wait(20)
        shutil.rmtree(folder)


if __name__ == '__main__':
    main()
