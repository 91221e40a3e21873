package org.whynot.installation;

import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Whether the engine can compute on the graphics card, and if not, why and what to do about it.
 *
 * @param cause what kind of reason it is
 * @param reason one sentence, without a full stop, that names what is wrong
 * @param advice sentences that state what to do; empty if nothing has to be done
 */
public record CardDiagnosis(Cause cause, String reason, String advice) {

    /** The flavour of the engine for cards whose Java adapter is part of WhyNot. */
    public static final String CUDA_FLAVOR = "cu128";

    private static final String CUDA = "CUDA 12.8";

    /** Every CUDA 12 needs at least this driver, on Linux and on Windows. */
    private static final int OLDEST_DRIVER = 525;

    private static final int OLDEST_DRIVER_WINDOWS = 528;
    private static final int OLDEST_CUDA = 12;

    /** Kinds of reasons why the card is used or is not. */
    public enum Cause {
        /** It is used. */
        WORKS,
        /** The system has no engine for cards. */
        SYSTEM,
        /** There is no card of NVIDIA's. */
        NO_CARD,
        /** There is a card, but no driver. */
        NO_DRIVER,
        /** The driver is there, but does not answer. */
        DRIVER_FAILS,
        /** The driver is too old for the engine's CUDA. */
        OLD_DRIVER,
        /** The engine is the one for processors. */
        PROCESSOR_ENGINE,
        /** The engine is one for cards, but its flavour setting says otherwise. */
        FLAVOR,
        /** The engine for cards finds no card, although the driver does. */
        LIBRARIES,
        /** The engine has no code for a card of this generation. */
        GENERATION,
        /** Other programs use the card's memory. */
        MEMORY,
        /** The trial computation failed for a reason of its own. */
        TRIAL
    }

    /** Whether models can be run on the card. */
    public boolean usable() {
        return cause == Cause.WORKS;
    }

    /** The reason and the advice, as sentences. */
    public String text() {
        return reason + "." + (advice.isEmpty() ? "" : " " + advice);
    }

    /** Decides from the facts alone. */
    public static CardDiagnosis of(CardFacts facts) {
        // What works needs no explanation, whatever the driver's tool reports.
        if (facts.engineSeesCard() && facts.trial().isEmpty())
            return new CardDiagnosis(Cause.WORKS, "The engine computes on the graphics card" + named(facts), "");
        if (facts.engineSeesCard()) return failedTrial(facts);
        if (!facts.hasCudaEngine())
            return new CardDiagnosis(
                    Cause.SYSTEM,
                    facts.isMac()
                            ? "On macOS the engine computes on the processor only"
                            : "There is no engine for graphics cards on this kind of processor (" + facts.arch() + ")",
                    "The answers are the same, they only take longer.");
        if (facts.cards().isEmpty()) return withoutCards(facts);
        int driver = major(facts.driver());
        int oldest = facts.isWindows() ? OLDEST_DRIVER_WINDOWS : OLDEST_DRIVER;
        int cuda = major(facts.driverCuda());
        if (driver > 0 && driver < oldest || cuda > 0 && cuda < OLDEST_CUDA)
            return new CardDiagnosis(
                    Cause.OLD_DRIVER,
                    "The driver of the graphics card" + named(facts) + " is too old: it is version " + facts.driver()
                            + ", " + CUDA + " needs " + oldest + " or newer",
                    "Install a newer driver from nvidia.com/drivers and restart the computer.");
        if (!facts.cudaBuild())
            return new CardDiagnosis(
                    Cause.PROCESSOR_ENGINE,
                    "There is a graphics card" + named(facts)
                            + (facts.library().isEmpty()
                                    ? ", but the engine that is installed is the one for processors"
                                    : ", but PYTORCH_LIBRARY_PATH (" + facts.library()
                                            + ") names no folder with an engine for graphics cards"),
                    howToGetCuda(facts));
        if (!facts.flavor().toLowerCase(Locale.ROOT).startsWith("cu"))
            return new CardDiagnosis(
                    Cause.FLAVOR,
                    "The engine in PYTORCH_LIBRARY_PATH is one for graphics cards, but PYTORCH_FLAVOR is "
                            + (facts.flavor().isEmpty() ? "not set" : "'" + facts.flavor() + "'"),
                    "Set the environment variable PYTORCH_FLAVOR to " + CUDA_FLAVOR + " and restart the program.");
        return new CardDiagnosis(
                Cause.LIBRARIES,
                "The engine is one for graphics cards and the driver reports a card" + named(facts)
                        + ", but the engine finds none",
                "Most often a library of CUDA is missing, or the variable CUDA_VISIBLE_DEVICES hides the card. Put the folders"
                        + " nvidia/*/lib of the same Python environment on " + pathVariable(facts)
                        + ", and restart the program.");
    }

    private static CardDiagnosis withoutCards(CardFacts facts) {
        if (!facts.driverMessage().isEmpty())
            return new CardDiagnosis(
                    Cause.DRIVER_FAILS,
                    "The driver of the graphics card does not answer: " + facts.driverMessage(),
                    "After an update of the driver the computer has to be restarted. If that does not help, install the driver again"
                            + " from nvidia.com/drivers.");
        if (facts.hardware())
            return new CardDiagnosis(
                    Cause.NO_DRIVER,
                    "There is an NVIDIA graphics card, but its driver is not installed",
                    "Install it from nvidia.com/drivers and restart the computer.");
        return new CardDiagnosis(
                Cause.NO_CARD,
                "There is no graphics card that the engine can use",
                "Only cards by NVIDIA are supported. The answers are the same on the processor, they only take longer.");
    }

    private static CardDiagnosis failedTrial(CardFacts facts) {
        String message = facts.trial().toLowerCase(Locale.ROOT);
        if (message.contains("no kernel image") || message.contains("not compatible with the current pytorch"))
            return new CardDiagnosis(
                    Cause.GENERATION,
                    "The engine has no code for a graphics card of this generation" + named(facts),
                    "The card is too new or too old for this build of PyTorch. " + howToGetCuda(facts));
        if (message.contains("out of memory"))
            return new CardDiagnosis(
                    Cause.MEMORY,
                    "The memory of the graphics card" + named(facts) + " is full",
                    "Close other programs that use it, and try again.");
        if (message.contains("driver") && message.contains("insufficient"))
            return new CardDiagnosis(
                    Cause.OLD_DRIVER,
                    "The driver of the graphics card" + named(facts) + " is too old for the engine: it is version "
                            + facts.driver(),
                    "Install a newer driver from nvidia.com/drivers and restart the computer.");
        return new CardDiagnosis(
                Cause.TRIAL,
                "A trial computation on the graphics card" + named(facts) + " failed: " + facts.trial(),
                "Please report it with the lines of Check Installation.");
    }

    private static String howToGetCuda(CardFacts facts) {
        return "To use the card, install PyTorch for " + CUDA
                + " in a Python environment (pip install torch==2.7.1 --index-url"
                + " https://download.pytorch.org/whl/" + CUDA_FLAVOR
                + "), set the environment variables PYTORCH_LIBRARY_PATH to its"
                + " folder torch" + (facts.isWindows() ? "\\" : "/") + "lib and PYTORCH_FLAVOR to " + CUDA_FLAVOR
                + ", and restart the program.";
    }

    private static String pathVariable(CardFacts facts) {
        return facts.isWindows() ? "PATH" : "LD_LIBRARY_PATH";
    }

    private static String named(CardFacts facts) {
        return facts.cards().isEmpty()
                ? ""
                : facts.cards().stream().map(CardFacts.Card::toString).collect(Collectors.joining("; ", " (", ")"));
    }

    /** The number before the first dot, 0 if there is none. */
    private static int major(String version) {
        String number = version.split("\\.", 2)[0].strip();
        return number.matches("[0-9]{1,6}") ? Integer.parseInt(number) : 0;
    }
}
