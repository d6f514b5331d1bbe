package dev.plumbline.cli;

/** What the process ends with. */
final class ExitCode {
    /** Success. */
    static final int DONE = 0;

    /** A fault of Plumbline's own, or of the machine it runs on. */
    static final int FAULT = 1;

    /** What the user gave cannot be used. */
    static final int BAD_INPUT = 2;

    /** The comparison found a difference, or a training came to numbers that are not finite. */
    static final int DIFFERS = 3;

    /** Nobody reads the output any more; the shell's code for a process ended by SIGPIPE. */
    static final int OUTPUT_CLOSED = 141;

    private ExitCode() {}
}
