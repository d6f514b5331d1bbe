package dev.plumbline.cli.terminal;

/** The exit codes of the process. */
public final class ExitCode {
    /** Success. */
    public static final int DONE = 0;

    /** An internal error, or a failure of the machine. */
    static final int FAULT = 1;

    /** Invalid input. */
    public static final int BAD_INPUT = 2;

    /** The comparison found a difference, or a training computed numbers that are not finite. */
    public static final int DIFFERS = 3;

    /** The output is closed; the shell's code for a process that SIGPIPE ended. */
    public static final int OUTPUT_CLOSED = 141;

    private ExitCode() {}
}
