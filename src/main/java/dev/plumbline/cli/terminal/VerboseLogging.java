package dev.plumbline.cli.terminal;

import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOP_FallbackServiceProvider;

/**
 * Prints the log of DL4J and ND4J on the error stream; without {@code --verbose} they are silent. SLF4J finds this
 * class by its name.
 */
public final class VerboseLogging extends NOP_FallbackServiceProvider {
    /** Called by SLF4J. */
    public VerboseLogging() {}

    /** Turns the log of DL4J and ND4J on. Call it before the first of their classes is loaded. */
    public static void begin() {
        System.setProperty("slf4j.provider", VerboseLogging.class.getName());
        System.setProperty("org.nd4j.log.initialization", "true");
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return StderrLogger::new;
    }

    /** Prints messages of the level INFO and above. */
    private static final class StderrLogger extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1L;

        StderrLogger(String name) {
            this.name = name;
        }

        @Override
        public boolean isTraceEnabled() {
            return false;
        }

        @Override
        public boolean isDebugEnabled() {
            return false;
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                String message,
                @Nullable Object @Nullable [] arguments,
                @Nullable Throwable cause) {
            String text = MessageFormatter.basicArrayFormat(message, arguments);
            System.err.println(level + " " + name + ": " + text + (cause == null ? "" : " (" + cause + ")"));
        }
    }
}
