package dev.carillon.redis;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The program of the embedded Redis, unpacked from the class path into a folder that only the user can write. */
final class RedisBinary {
    private static final String PREFIX = "redis-server-7.0.15-";
    private static final String ADVICE = ": set redis.url (REDIS_URL) to a running Redis";
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private RedisBinary() {}

    /**
     * The program, unpacked unless it was before. Processes may do this at the same moment: the file appears at once, whole.
     *
     * @throws IOException that says in words for the user why there is none, or why it cannot run
     */
    static Path unpack() throws IOException {
        return unpack(platform(System.getProperty("os.name"), System.getProperty("os.arch")), folders());
    }

    /** As {@link #unpack()}, into the first of {@code folders} from which programs may run. */
    static Path unpack(String platform, List<Path> folders) throws IOException {
        String name = PREFIX + platform;
        URL resource = RedisBinary.class.getResource("/" + name);
        if (resource == null) {
            throw new IOException("there is no embedded Redis for " + platform + ADVICE);
        }
        List<String> failures = new ArrayList<>();
        for (Path folder : folders) {
            try {
                return unpack(resource, folder.resolve(name));
            } catch (IOException e) {
                failures.add(folder + " (" + reason(e) + ")");
            }
        }
        throw new IOException("the embedded Redis cannot run from " + String.join(" nor from ", failures) + ADVICE);
    }

    /** Operating system and processor in the words of the resources' names. */
    static String platform(String os, String arch) {
        String system = os.toLowerCase(Locale.ROOT).replace(' ', '-');
        String processor = switch (arch) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> arch;
        };
        return (system.startsWith("mac") ? "darwin" : system) + "-" + processor;
    }

    private static List<Path> folders() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path home =
                cache == null || cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"), "carillon-" + System.getProperty("user.name"));
        // the home of a user that the system does not know is "?"
        return home.isAbsolute() ? List.of(home.resolve("carillon"), temporary) : List.of(temporary);
    }

    private static Path unpack(URL resource, Path file) throws IOException {
        Path folder = file.getParent();
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Path partial = Files.createTempFile(folder, "partial-", "", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            checkPrivate(folder, partial);
            URLConnection connection = resource.openConnection();
            if (!Files.isRegularFile(file) || Files.size(file) != connection.getContentLengthLong()) {
                try (InputStream in = connection.getInputStream()) {
                    Files.write(partial, in.readAllBytes());
                }
                Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
            }
        } finally {
            Files.deleteIfExists(partial);
        }
        if (!Files.isExecutable(file)) {
            throw new IOException("programs may not run there");
        }
        return file;
    }

    /** Nobody else may have put a program there: the folder belongs to whom a file made just now belongs to. */
    private static void checkPrivate(Path folder, Path mine) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
        if (!Files.getOwner(folder).equals(Files.getOwner(mine))
                || permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException("others may write there");
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e instanceof FileSystemException failed && failed.getReason() != null
                ? failed.getReason()
                : e.getMessage();
    }
}
