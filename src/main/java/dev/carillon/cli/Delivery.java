package dev.carillon.cli;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** What {@code publish} and {@code send} have in common: where the server is, and the way there. Used by one thread. */
final class Delivery {
    private static final String FROM_INPUT = "-";
    private static final int MAX_INPUT_BYTES = 128 * 1024 * 1024;
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]*");

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The server; if not given, this machine's at the configured server.port.")
    private String url;

    @Option(
            names = "--key",
            paramLabel = "SECRET",
            description = "The secret of one of the server's api.keys; better in the environment, as"
                    + " CARILLON_API_KEY, where other users of this machine do not see it.")
    private String key;

    /**
     * Has the server publish a text, and prints how many instances received it.
     *
     * @param file configuration that says where the server is, unless an option does
     * @param path within the API
     * @param text {@code -}: what the standard input says
     */
    int deliver(Cli cli, Optional<Path> file, String path, String text) throws InterruptedException {
        String secret = key == null ? cli.environment().getOrDefault("CARILLON_API_KEY", "") : key;
        if (!KEY.matcher(secret).matches()) {
            throw new DeliveryException(ExitCode.USAGE, "a key has visible ASCII characters alone");
        }
        ApiClient api = new ApiClient(url == null ? configured(cli, file) : url, secret);
        String message = text.equals(FROM_INPUT) ? read(cli.in()) : text;
        long instances =
                api.post(path, new JsonObject().put("message", message)).getLong("instances");
        cli.out().println(instances == 1 ? "1 instance received it" : instances + " instances received it");
        return ExitCode.OK;
    }

    private static String configured(Cli cli, Optional<Path> file) {
        return "http://localhost:" + cli.load(file).config().server().port();
    }

    /** All of it, but for the end of its last line. */
    private static String read(InputStream in) {
        try {
            byte[] bytes = in.readNBytes(MAX_INPUT_BYTES + 1);
            if (bytes.length > MAX_INPUT_BYTES) {
                throw new DeliveryException(ExitCode.USAGE, "the standard input is larger than any server takes");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.replaceFirst("\\r?\\n$", "");
        } catch (CharacterCodingException e) {
            throw new DeliveryException(ExitCode.USAGE, "the standard input is not valid UTF-8");
        } catch (IOException e) {
            throw new DeliveryException(ExitCode.FAILED, "the standard input cannot be read: " + e.getMessage());
        }
    }
}
