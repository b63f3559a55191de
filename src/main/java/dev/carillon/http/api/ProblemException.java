package dev.carillon.http.api;

/** A request is refused. Has no stack trace, being the client's mistake or Redis's absence and no bug. */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Answer answer;

    ProblemException(Answer answer) {
        super("Answered with " + answer.status(), null, false, false);
        this.answer = answer;
    }

    ProblemException(int status, String detail) {
        this(new Answer.Problem(status, detail));
    }

    /** What the request is answered. */
    Answer answer() {
        return answer;
    }
}
