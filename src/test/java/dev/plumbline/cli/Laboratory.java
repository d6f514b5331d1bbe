package dev.plumbline.cli;

import java.util.List;

/** The command line of the laboratory. */
final class Laboratory {
    private Laboratory() {}

    static Console run(String... arguments) {
        return Console.run(List.of(new FuzzCommand(), new SelfTestCommand()), arguments);
    }
}
