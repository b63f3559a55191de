package dev.carillon.cli;

import picocli.CommandLine.IVersionProvider;

/** Which Carillon this is, and what it runs on. Immutable. */
final class Version implements IVersionProvider {
    /** The version of the jar, or {@code development} when the classes do not come from one. */
    static String number() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "carillon " + number(),
            "Java " + System.getProperty("java.version") + ", " + System.getProperty("java.vm.name"),
            System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                    + System.getProperty("os.arch")
        };
    }
}
