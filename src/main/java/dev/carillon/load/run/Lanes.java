package dev.carillon.load.run;

import dev.carillon.load.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/** All lanes of a run. Callable from any thread but an event loop. */
final class Lanes {
    private final List<Lane> lanes = new ArrayList<>();

    Lanes(Run run, Transport transport) {
        for (int i = 0; i < run.plan().resources().threads(); i++) {
            lanes.add(lane(run, transport));
        }
        lanes.forEach(lane -> lane.loop().execute(lane::start));
    }

    /** A lane whose counts are nobody's. */
    static Lane lane(Run run, Transport transport) {
        Plan plan = run.plan();
        return new Lane(
                transport.next(),
                run.clock(),
                run.startUs(),
                plan.traffic().deadline().toNanos() / 1000,
                plan.traffic().payloadBytes(),
                Machine.freeFiles() / plan.resources().threads());
    }

    List<Lane> all() {
        return lanes;
    }

    int size() {
        return lanes.size();
    }

    /** Where a client belongs. */
    Lane of(int index) {
        return lanes.get(index % lanes.size());
    }

    /** Has each lane do something, and waits. */
    void each(Consumer<Lane> task) throws InterruptedException {
        ask(lane -> {
            task.accept(lane);
            return true;
        });
    }

    /** Has each lane answer something, and waits. */
    <T> List<T> ask(Function<Lane, T> question) throws InterruptedException {
        List<Future<T>> asked = new ArrayList<>();
        for (Lane lane : lanes) {
            asked.add(lane.loop().submit(() -> question.apply(lane)));
        }
        List<T> answers = new ArrayList<>();
        for (Future<T> future : asked) {
            answers.add(Sampler.get(future));
        }
        return answers;
    }

    /** Whether any client is owed something. */
    boolean isOwed() throws InterruptedException {
        return ask(lane -> {
                    for (int i = 0; i < lane.roster.size(); i++) {
                        if (lane.roster.get(i).isOwed()) {
                            return true;
                        }
                    }
                    return !lane.away.isEmpty();
                })
                .contains(true);
    }
}
