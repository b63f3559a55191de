package dev.carillon.http.api;

/** A request is answered with a problem. Has no stack trace, being the client's mistake or Redis's absence and no bug. */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Answer.Problem problem;

    ProblemException(Answer.Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    ProblemException(int status, String detail) {
        this(new Answer.Problem(status, detail));
    }

    Answer.Problem problem() {
        return problem;
    }
}
