package dev.carillon.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.testing.CarillonProcess;
import dev.carillon.testing.FreePorts;
import dev.carillon.testing.Instances;
import dev.carillon.testing.Ledger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Instances of the packaged jar, each a process with ports in a row. Confined to the thread that created it. */
final class Fleet implements AutoCloseable {
    // Several start at once, again and again
    private static final String QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx256m";

    private final Path folder;
    private final int portsEach;
    private final int first;
    private final int firstManagement;
    private final List<Map<String, String>> environments = new ArrayList<>();
    private final List<CarillonProcess> processes = new ArrayList<>();

    private Fleet(Path folder, int size, int portsEach) {
        this.folder = folder;
        this.portsEach = portsEach;
        this.first = FreePorts.row(size * portsEach + size);
        this.firstManagement = first + size * portsEach;
    }

    /** @param settings of each instance, as environment variables, on top of those that all have */
    static Fleet start(Path folder, int portsEach, List<Map<String, String>> settings) {
        Fleet fleet = new Fleet(folder, settings.size(), portsEach);
        for (int i = 0; i < settings.size(); i++) {
            Map<String, String> environment = new HashMap<>(Map.of(
                    "JAVA_TOOL_OPTIONS", QUICK_START,
                    "PORT", "" + fleet.port(i),
                    "CARILLON_SERVER_PORTS", "" + portsEach,
                    "CARILLON_SERVER_VERTICLES_PER_PORT", "1",
                    "CARILLON_MANAGEMENT_PORT", "" + fleet.managementPort(i),
                    "CARILLON_CHAT_PREFIX", "false",
                    "CARILLON_HISTORY_CHANNELS", "chat 10000 5m",
                    "CARILLON_API_REQUESTS_PER_MINUTE", "0",
                    "CARILLON_HTTP_REQUESTS_PER_MINUTE", "0"));
            environment.putAll(settings.get(i));
            fleet.environments.add(environment);
            fleet.processes.add(null);
            fleet.start(i);
        }
        try {
            fleet.processes.forEach(process -> process.awaitOutput("Carillon serves port"));
            fleet.awaitReady(Duration.ofSeconds(60));
        } catch (RuntimeException | Error e) {
            fleet.close();
            throw e;
        }
        return fleet;
    }

    int size() {
        return processes.size();
    }

    /** The first port of each. */
    List<Integer> firstPorts() {
        return IntStream.range(0, size()).mapToObj(this::port).toList();
    }

    /** All ports, in order. */
    List<Integer> allPorts() {
        return IntStream.range(first, firstManagement).boxed().toList();
    }

    CarillonProcess process(int number) {
        return processes.get(number);
    }

    /** Starts one that has ended. */
    void start(int number) {
        processes.set(number, CarillonProcess.start(folder, environments.get(number)));
    }

    /** The value of a meter over all instances, as {@link Instances#metric}. */
    double metric(String name, String... labels) {
        return IntStream.range(0, size())
                .mapToDouble(i -> Instances.metric(managementPort(i), name, labels))
                .sum();
    }

    boolean isReady(int number) {
        try {
            return Instances.get(managementPort(number), "/ready").statusCode() == 200;
        } catch (IllegalStateException notThere) {
            return false;
        }
    }

    void awaitReady(Duration limit) {
        await().atMost(limit)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> IntStream.range(0, size()).allMatch(this::isReady));
    }

    /** What has to hold of each instance after any run: no bug was counted, and its ledger is balanced. */
    void assertSound() {
        for (int i = 0; i < size(); i++) {
            assertThat(Instances.metric(managementPort(i), "carillon_bugs_total"))
                    .as(processes.get(i).output())
                    .isZero();
            Ledger.isBalanced(port(i));
        }
    }

    @Override
    public void close() {
        processes.forEach(CarillonProcess::sendTerm);
        processes.forEach(CarillonProcess::close);
    }

    private int port(int number) {
        return first + number * portsEach;
    }

    int managementPort(int number) {
        return firstManagement + number;
    }
}
