package dev.carillon.load.run;

import dev.carillon.load.LoadException;
import dev.carillon.load.plan.Connecting;
import dev.carillon.load.wire.Handshake;
import io.netty.buffer.ByteBuf;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One connection before all others, so that a wrong address is one clear line. Used by one thread. */
final class Preflight {
    /** A connection that only shakes hands. Confined to its lane. */
    private static final class Knock extends Client {
        private final CompletableFuture<String> answer;

        Knock(Place place, Handshake handshake, CompletableFuture<String> answer) {
            super(place, handshake);
            this.answer = answer;
        }

        @Override
        void opened() {
            answer.complete("");
            settle(false);
            close();
        }

        @Override
        void text(ByteBuf bytes, int from, int length) {}
    }

    private Preflight() {}

    /**
     * Shakes hands with the first target, as often as clients would.
     *
     * @throws LoadException when it cannot be reached, or refuses
     */
    static void check(Run run, Transport transport, Lane lane) throws InterruptedException {
        Connecting connecting = run.plan().connecting();
        URI url = run.plan().target().urls().get(0);
        CompletableFuture<String> answer = new CompletableFuture<>();
        Connections connections =
                new Connections(transport, run.plan(), (place, handshake) -> new Knock(place, handshake, answer));
        Batch batch = new Batch(1, () -> answer.complete("gone"));
        lane.loop().execute(() -> connections.open(new Place(run, lane, connections, 0, batch, 0, lane.nowUs())));
        long patienceMs =
                (connecting.timeout().toMillis() + connecting.retryDelay().toMillis()) * (connecting.retries() + 1);
        try {
            boolean failed =
                    !answer.get(patienceMs + 1000, TimeUnit.MILLISECONDS).isEmpty();
            if (failed) {
                throw LoadException.failed(url + ": " + Sampler.get(lane.loop().submit(lane::lastReason)));
            }
        } catch (TimeoutException e) {
            throw LoadException.failed(url + ": no answer within " + patienceMs + " ms");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
