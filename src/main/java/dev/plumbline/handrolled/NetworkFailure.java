package dev.plumbline.handrolled;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.trace.SubjectFailedException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reports an exception of a hand-rolled network: the exception, its place in the source, and the call. */
final class NetworkFailure {
    /** Prefixes of classes that do not belong to a hand-rolled network. */
    private static final List<String> LIBRARIES =
            List.of("java.", "javax.", "jdk.", "sun.", "kotlin.", "dev.plumbline.handrolled.", "dev.plumbline.math.");

    private NetworkFailure() {}

    /** Runs code of the network. */
    static void run(Class<?> network, String when, Runnable code) {
        call(network, when, () -> {
            code.run();
            return true;
        });
    }

    /**
     * Calls code of the network and returns its result.
     *
     * @param when the call, such as "step 3"
     * @throws SubjectFailedException if it throws anything
     */
    static <T> T call(Class<?> network, String when, Supplier<T> code) {
        try {
            return code.get();
        } catch (OutOfMemoryError e) {
            throw e; // the cause is unknown
        } catch (Throwable e) { // includes errors of the network, such as those of Kotlin's TODO() or of assertions
            throw new SubjectFailedException(ErrorKind.CODE_FAILED, text(network, when, e), e);
        }
    }

    /** The message. */
    static String text(Class<?> network, String when, @Nullable Throwable thrown) {
        if (thrown == null) {
            return network.getSimpleName() + " failed in " + when;
        }
        StringBuilder text = new StringBuilder(network.getSimpleName() + " failed in " + when + ": " + what(thrown));
        List<StackTraceElement> frames = Arrays.stream(thrown.getStackTrace())
                .takeWhile(frame -> !frame.getClassName().equals(NetworkFailure.class.getName()))
                .filter(frame -> isOwn(frame, network))
                .toList();
        if (!frames.isEmpty()) {
            StackTraceElement first = frames.get(0);
            text.append("\n  at ").append(place(first));
            Optional<StackTraceElement> caller = frames.stream()
                    .filter(frame -> isOf(frame, network))
                    .filter(frame -> !isOf(first, network))
                    .findFirst();
            caller.ifPresent(frame -> text.append("\n  called at ").append(place(frame)));
        }
        return text.toString();
    }

    private static String what(Throwable thrown) {
        String message = thrown.getMessage();
        String type = thrown.getClass().getName();
        boolean needsKotlin =
                thrown instanceof NoClassDefFoundError && message != null && message.startsWith("kotlin/");
        String hint = needsKotlin ? " (it is in kotlin-stdlib.jar: add it to --classpath)" : "";
        return message == null ? type : type + ": " + message + hint;
    }

    private static boolean isOwn(StackTraceElement frame, Class<?> network) {
        return isOf(frame, network) || LIBRARIES.stream().noneMatch(frame.getClassName()::startsWith);
    }

    /** Whether the frame belongs to the network's class or to a class nested in it. */
    private static boolean isOf(StackTraceElement frame, Class<?> network) {
        String name = frame.getClassName();
        return name.equals(network.getName()) || name.startsWith(network.getName() + "$");
    }

    private static String place(StackTraceElement frame) {
        String file = frame.getFileName() == null ? frame.getClassName() : frame.getFileName();
        return frame.getLineNumber() < 0 ? file : file + ":" + frame.getLineNumber();
    }
}
