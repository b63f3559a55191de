package dev.carillon.load.plan;

import dev.carillon.load.LoadException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/** Makes a plan of what was given, or names everything that is wrong with it. Used by one thread. */
public final class PlanReader {
    private static final int MAX_CLIENTS = 10_000_000;
    private static final int MAX_PUBLISHERS = 100_000;
    private static final int MAX_BATCH = 1_000_000;
    private static final int MAX_BOXES = 100;
    private static final int MIN_PAYLOAD = 48;
    private static final int MAX_PAYLOAD = 1 << 20;
    private static final double DEFAULT_RATE = 100;

    private final List<String> problems = new ArrayList<>();
    private final PlanSources sources = new PlanSources(problems);
    private final Values values = new Values(sources.values(), problems);

    private PlanReader() {}

    /**
     * Reads a plan: the command line counts over the environment, the environment over the file, the file over the defaults.
     *
     * @throws LoadException with every problem, one a line
     */
    public static Plan read(Map<PlanKey, String> commandLine, Map<String, String> environment, Optional<Path> file) {
        PlanReader reader = new PlanReader();
        file.ifPresent(reader.sources::file);
        reader.sources.environment(environment);
        reader.sources.commandLine(commandLine);
        return reader.plan();
    }

    private Plan plan() {
        Scenario scenario = values.read(
                PlanKey.SCENARIO,
                "expected one of " + Scenario.names(),
                text -> Scenario.named(text).orElse(null));
        Target target = target(scenario);
        Plan plan = new Plan(
                scenario,
                target,
                connecting(),
                traffic(scenario),
                backEnd(target),
                judgement(),
                resources(),
                values.read(PlanKey.WORKER, "expected a worker and their number, such as 1/4", Share::parse),
                runId(),
                values.number(PlanKey.START_AT, 0, Integer.MAX_VALUE),
                shown());
        check(plan);
        if (!problems.isEmpty()) {
            throw LoadException.usage(
                    problems.size() == 1
                            ? problems.get(0)
                            : "the plan has " + problems.size() + " problems\n  " + String.join("\n  ", problems));
        }
        return plan;
    }

    private void check(Plan plan) {
        if (plan.scenario() == Scenario.BOARD && plan.traffic().publishers() > MAX_BOXES) {
            values.problem(PlanKey.PUBLISHERS, "the board has " + MAX_BOXES + " boxes, one for each publisher");
        }
        if (plan.connecting().resume() && plan.scenario() != Scenario.CHAT) {
            values.problem(PlanKey.RESUME, "only a chat can be resumed");
        }
        if (plan.share().isPart() && !values.given(PlanKey.RUN_ID)) {
            values.problem(PlanKey.RUN_ID, "workers of one run share an id: give the same to each");
        }
        if (plan.share().isPart() && plan.scenario() == Scenario.CHAT && plan.startAt() == 0) {
            values.problem(PlanKey.START_AT, "workers of a chat start to publish together: give the same to each");
        }
        if (plan.traffic().duration().isZero() && plan.traffic().messagesPerClient() == 0) {
            values.problem(PlanKey.DURATION, "without end: give a duration or the messages of each client");
        }
    }

    private Target target(Scenario scenario) {
        List<URI> urls =
                values.read(PlanKey.URL, "expected ws://host[:port]/path or wss://…", text -> urls(text, scenario));
        List<InetAddress> from = values.read(PlanKey.SOURCE, "expected a range such as " + Sources.SPREAD, text -> {
            if (text.equals("any")) {
                return List.of();
            }
            return text.isEmpty() ? standardSources(urls) : Sources.parse(text);
        });
        return new Target(urls, values.flag(PlanKey.INSECURE), from);
    }

    private static List<URI> urls(String text, Scenario scenario) {
        List<URI> urls = Arrays.stream((text.isEmpty() ? scenario.defaultUrl() : text).split(","))
                .map(String::strip)
                .map(URI::create)
                .toList();
        return urls.stream().allMatch(Target::isUsable) ? urls : null;
    }

    /** A target on this machine is reached from many networks; any other as the system likes. */
    private static List<InetAddress> standardSources(List<URI> urls) {
        for (URI url : urls) {
            try {
                InetAddress address = InetAddress.getByName(url.getHost());
                if (!address.isLoopbackAddress() || address.getAddress().length != 4) {
                    return List.of();
                }
            } catch (UnknownHostException e) {
                return List.of();
            }
        }
        return Sources.parse(Sources.SPREAD);
    }

    private Connecting connecting() {
        boolean resume = values.flag(PlanKey.RESUME);
        return new Connecting(
                values.number(PlanKey.BATCH_SIZE, 1, MAX_BATCH),
                values.time(PlanKey.BATCH_INTERVAL),
                values.number(PlanKey.MAX_ACTIVE_BATCHES, 1, MAX_BATCH),
                values.time(PlanKey.CONNECTION_TIMEOUT),
                values.number(PlanKey.RETRIES, 0, 1000),
                values.time(PlanKey.RETRY_DELAY),
                values.flag(PlanKey.RECONNECT) || resume,
                resume);
    }

    private Traffic traffic(Scenario scenario) {
        boolean sessions = scenario == Scenario.SESSIONS;
        double rate = values.decimal(PlanKey.RATE, 0, 100_000_000);
        Duration duration = values.time(PlanKey.DURATION);
        boolean untilSent = sessions && !values.given(PlanKey.DURATION);
        boolean endless = sessions && !untilSent && !values.given(PlanKey.MESSAGES_PER_CLIENT);
        int messages = values.number(PlanKey.MESSAGES_PER_CLIENT, 0, Integer.MAX_VALUE);
        return new Traffic(
                values.number(PlanKey.CLIENTS, 1, MAX_CLIENTS),
                scenario == Scenario.SESSIONS || scenario == Scenario.IDLE || scenario == Scenario.CONNECT
                        ? 0
                        : values.number(PlanKey.PUBLISHERS, 1, MAX_PUBLISHERS),
                rate == 0 && !sessions ? DEFAULT_RATE : rate,
                values.read(PlanKey.SCHEDULE, "expected constant or poisson", PlanReader::schedule),
                untilSent ? Duration.ZERO : duration,
                endless ? 0 : messages,
                values.number(PlanKey.PAYLOAD_BYTES, MIN_PAYLOAD, MAX_PAYLOAD),
                values.time(PlanKey.DEADLINE),
                values.time(PlanKey.SETTLE),
                values.number(PlanKey.MAX_PENDING_BYTES, 1 << 16, Integer.MAX_VALUE),
                values.read(PlanKey.STEPS, "expected: at 10s run \"command\"", Step::parse));
    }

    private BackEnd backEnd(Target target) {
        String api = values.text(PlanKey.API_URL);
        String state = values.text(PlanKey.STATE_URL);
        return new BackEnd(
                values.read(PlanKey.PUBLISH, "expected redis or http", PlanReader::publishing),
                values.read(
                        PlanKey.REDIS_URL,
                        "expected redis://host[:port] or rediss://…",
                        text -> text.matches("rediss?://\\S+") ? text : null),
                values.text(PlanKey.USER_CHANNEL),
                api.isEmpty() ? target.http("/api/v1/users/{name}/messages") : api,
                values.text(PlanKey.API_BODY),
                values.text(PlanKey.API_KEY),
                values.number(PlanKey.SESSIONS_PER_USER, 1, MAX_CLIENTS),
                state.isEmpty() ? target.http("/state") : state);
    }

    private Judgement judgement() {
        String baseline = values.text(PlanKey.BASELINE);
        return new Judgement(
                values.flag(PlanKey.VERIFY),
                values.time(PlanKey.MAX_LAG),
                values.decimal(PlanKey.MAX_CPU, 0, 1000),
                baseline.isEmpty() ? Optional.empty() : Optional.of(Path.of(baseline)),
                values.percent(PlanKey.TOLERANCE));
    }

    private Resources resources() {
        int threads = values.number(PlanKey.THREADS, 0, 1024);
        return new Resources(
                threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
                values.time(PlanKey.MEMORY_CHECK_INTERVAL),
                values.decimal(PlanKey.MAX_MEMORY_USAGE, 0, 1),
                values.number(PlanKey.SERVER_PID, 0, Integer.MAX_VALUE),
                Path.of(values.text(PlanKey.RESULTS)),
                values.time(PlanKey.DISPLAY_INTERVAL));
    }

    private int runId() {
        return values.read(PlanKey.RUN_ID, "expected up to 8 hexadecimal digits", text -> {
            if (text.isEmpty()) {
                return ThreadLocalRandom.current().nextInt();
            }
            return text.matches("[0-9a-fA-F]{1,8}") ? Integer.parseUnsignedInt(text, 16) : null;
        });
    }

    private Map<String, String> shown() {
        Map<String, String> shown = new TreeMap<>();
        sources.values().forEach((key, given) -> shown.put(key.option(), key.isSecret() ? "****" : given.text()));
        return shown;
    }

    private static Boolean schedule(String text) {
        return switch (text) {
            case "constant" -> false;
            case "poisson" -> true;
            default -> null;
        };
    }

    private static Boolean publishing(String text) {
        return switch (text) {
            case "redis" -> false;
            case "http" -> true;
            default -> null;
        };
    }
}
