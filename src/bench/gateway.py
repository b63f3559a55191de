#!/usr/bin/env python3
"""What the gateway costs: sessions and chat at one instance directly, at it through nginx, and at twelve processes through nginx.

  src/bench/gateway.py --wsload ../shared/bench/wsload.c [--jar target/carillon.jar] [--reps N]

Everything shares the machine's processors. Prints medians: messages/s, p50 and p99 in ms, processors that nginx and the instances
took. Needs cc, redis-server and nginx.
"""
import argparse, json, os, shutil, signal, socket, statistics, subprocess, tempfile, time

HZ = os.sysconf('SC_CLK_TCK')
TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
LOADS = {
    'sessions': '-u /ws -c 120 -m rr -D 8 -d 5 -w 3 -A 12',
    'chat': "-u /chat -c 240 -m pub -P 12 -r 100 -d 5 -w 3 -s 64 -T '@@TS PAD' -A 12",
}


def cpu(pids):
    total = 0
    for pid in pids:
        fields = open(f'/proc/{pid}/stat').read().rsplit(')', 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / HZ


def wait_for(what):
    end = time.time() + 120
    while not what():
        if time.time() > end:
            raise SystemExit('not ready in time')
        time.sleep(0.2)


def listens(port):
    try:
        socket.create_connection(('127.0.0.1', port), 0.5).close()
        return True
    except OSError:
        return False


def ready(port):
    return subprocess.run(['curl', '-fs', f'http://127.0.0.1:{port}/ready'], capture_output=True).returncode == 0


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument('--wsload', required=True)
    a.add_argument('--jar', default=f'{TOP}/target/carillon.jar')
    a.add_argument('--reps', type=int, default=3)
    a = a.parse_args()
    tmp = tempfile.mkdtemp(prefix='gateway-bench')
    subprocess.run(['cc', '-O2', '-w', '-o', f'{tmp}/wsload', a.wsload], check=True)
    started = []

    def start(*command, **env):
        started.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tmp,
                                        env={**os.environ, **env}))
        return started[-1].pid

    try:
        start('redis-server', '--port', '6397', '--save', '', '--bind', '127.0.0.1')
        wait_for(lambda: listens(6397))
        instances = [start('java', '-XX:+UseSerialGC', '-Xmx128m', '-jar', os.path.abspath(a.jar), PORT=str(9001 + i),
                           REDIS_URL='redis://127.0.0.1:6397', CARILLON_SERVER_VERTICLES_PER_PORT='1',
                           CARILLON_LOGGING_DIRECTORY='') for i in range(12)]
        shutil.copytree(f'{TOP}/nginx', f'{tmp}/nginx')
        os.makedirs('/var/log/nginx', exist_ok=True)
        conf = open(f'{tmp}/nginx/nginx.conf').read()
        open(f'{tmp}/nginx/nginx.conf', 'w').write('daemon off;\n' + conf)
        wait_for(lambda: all(ready(10001 + i) for i in range(12)))
        nginx = start('nginx', '-c', f'{tmp}/nginx/nginx.conf')
        wait_for(lambda: listens(80))
        time.sleep(1)
        workers = [int(p) for p in subprocess.run(['pgrep', '-P', str(nginx)], capture_output=True, text=True).stdout.split()]
        for name, load in LOADS.items():
            for way, port, sources in (('one instance, directly', 9001, ''), ('one instance, through nginx', 80, ' -A 1'),
                                       ('twelve instances, through nginx', 80, '')):
                command = f'{tmp}/wsload -p {port} {load}{sources}'
                subprocess.run(command, shell=True, capture_output=True)
                rows = []
                for _ in range(a.reps):
                    before = cpu(workers), cpu(instances)
                    began = time.time()
                    out = subprocess.run(command, shell=True, capture_output=True, text=True).stdout
                    span = time.time() - began
                    result = json.loads(out.strip().splitlines()[-1])
                    rows.append((result['per_s'], result['p50_us'] / 1e3, result['p99_us'] / 1e3,
                                 (cpu(workers) - before[0]) / span, (cpu(instances) - before[1]) / span))
                rate, p50, p99, gate, served = (statistics.median(column) for column in zip(*rows))
                print(f'{name:9s} {way:32s} {rate:9.0f}/s  p50 {p50:7.1f} ms  p99 {p99:7.1f} ms  '
                      f'nginx {gate:4.2f}  instances {served:4.2f} processors', flush=True)
    finally:
        for process in reversed(started):
            process.send_signal(signal.SIGTERM)
        for process in started:
            process.wait(20)
        shutil.rmtree(tmp)


if __name__ == '__main__':
    main()
