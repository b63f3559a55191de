package dev.carillon.chaos;

/** What a run of the chaos suite has to say to whoever started it, whatever came out. Pure. */
final class Report {
    private Report() {}

    static void say(String form, Object... values) {
        System.out.printf("CHAOS  " + form + "%n", values);
    }
}
