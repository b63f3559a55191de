package dev.carillon.http.api;

import dev.carillon.bus.Question;
import dev.carillon.http.Sha256;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Publishes for the API, a call that is repeated with its Idempotency-Key once. Pure. */
final class Publishing {
    private static final String KEY = "Idempotency-Key";
    private static final Pattern KEY_FORM = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private Publishing() {}

    /**
     * Publishes on all channels in one step.
     *
     * @param answer from the number of receivers by channel, in their order
     */
    static Future<Answer> publish(
            Call call, List<String> channels, byte[] payload, Function<List<Long>, Answer> answer) {
        return call.ask(new Question.PublishAll(channels, payload, onlyOnce(call)))
                .map(published -> {
                    if (published.mismatch()) {
                        return new Answer.Problem(422, "The " + KEY + " was used for another request");
                    }
                    Answer said = answer.apply(published.receivers());
                    return published.repeated() ? said.with("Idempotency-Replayed", "true") : said;
                });
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Question.OnlyOnce onlyOnce(Call call) {
        List<String> keys = call.request().headers().getAll(KEY);
        if (keys.isEmpty()) {
            return null;
        }
        if (keys.size() > 1 || !KEY_FORM.matcher(keys.get(0)).matches()) {
            throw new ProblemException(400, KEY + " must be one header of 1 to 255 visible ASCII characters");
        }
        return new Question.OnlyOnce(call.caller().scope() + ":" + keys.get(0), fingerprint(call));
    }

    private static String fingerprint(Call call) {
        byte[] path = utf8(call.request().path() + "\n");
        return HexFormat.of().formatHex(Sha256.of(path, call.body().getBytes()));
    }
}
