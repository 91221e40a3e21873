package org.whynot.installation;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why the engine did not start, and what to do, from what its libraries report.
 *
 * @param reason what is wrong, without a full stop
 * @param advice sentences that state what to do; empty if that is unknown
 */
public record StartFailure(String reason, String advice) {

    private static final Pattern MISSING =
            Pattern.compile("(?:^|[\\s:])([^\\s:/\\\\]+\\.(?:so|dylib|dll)[.0-9]*): cannot open shared object");
    private static final Pattern ADAPTER = Pattern.compile("jni not found: /jnilib/([^/]+)/([^/]+)/");
    private static final Pattern GLIBC = Pattern.compile("(GLIBC(?:XX)?_[0-9.]+)' not found");

    /**
     * A failure in words.
     *
     * @param message the message of the innermost exception
     * @param system {@code os.name}
     * @param arch {@code os.arch}
     * @param needed the version of PyTorch that WhyNot needs
     */
    public static StartFailure of(String message, String system, String arch, String needed) {
        String text = message == null ? "" : message.strip();
        String lower = text.toLowerCase(Locale.ROOT);
        if (system.startsWith("Mac") && !arch.equals("aarch64"))
            return new StartFailure(
                    "There is no engine for Macs with Intel processors, and this Java is one for them",
                    "On a Mac with an M1 or newer, start Fiji with its launcher for Apple silicon. Other Macs can't run WhyNot.");
        if (arch.equals("x86") || arch.equals("i386"))
            return new StartFailure("This Java is a 32-bit one", "Install Fiji for 64-bit systems.");
        Matcher glibc = GLIBC.matcher(text);
        if (glibc.find())
            return new StartFailure(
                    "This Linux is too old for the engine: it has no " + glibc.group(1),
                    "Use a newer system or a container with one.");
        Matcher missing = MISSING.matcher(text);
        if (missing.find()) return missingLibrary(missing.group(1));
        if (lower.contains("can't find dependent libraries") || lower.contains("specified module could not be found"))
            return new StartFailure(
                    "A library of Windows that the engine needs is missing",
                    "Install 'Microsoft Visual C++ Redistributable for Visual Studio 2015-2022 (x64)' and restart the computer.");
        if (lower.contains("incompatible architecture") || lower.contains("wrong elf class"))
            return new StartFailure(
                    "The engine's native libraries are for another kind of processor than this Java (" + arch + ")",
                    "Remove PYTORCH_LIBRARY_PATH if it is set, or use a Java for the processor of this computer.");
        Matcher adapter = ADAPTER.matcher(text);
        if (adapter.find())
            return new StartFailure(
                    "The flavour '" + adapter.group(2) + "' of the engine can't be used on " + adapter.group(1),
                    "Set PYTORCH_FLAVOR to cpu or, for graphics cards on 64-bit Linux and Windows, to "
                            + CardDiagnosis.CUDA_FLAVOR + ".");
        if (lower.contains("was found, but"))
            return new StartFailure(
                    text,
                    "Set PYTORCH_LIBRARY_PATH to PyTorch " + needed
                            + ", or remove that variable; another version computes wrongly.");
        if (lower.contains("no space left") || lower.contains("not enough space"))
            return new StartFailure(
                    "The disk is full",
                    "Free 500 MB, or name a folder on another disk in the environment variable DJL_CACHE_DIR.");
        return new StartFailure(
                text.lines().findFirst().orElse("The reason is unknown").replaceFirst("\\.+$", ""), "");
    }

    private static StartFailure missingLibrary(String library) {
        if (library.startsWith("libcu") || library.startsWith("libnv"))
            return new StartFailure(
                    "The library " + library + " of CUDA is missing",
                    "It comes with PyTorch for CUDA: put the folders nvidia/*/lib of the same Python environment on LD_LIBRARY_PATH. Without"
                            + " a graphics card, remove PYTORCH_LIBRARY_PATH and PYTORCH_FLAVOR.");
        return new StartFailure(
                "The library " + library + " is missing",
                "Install the package of your system that has it, and restart the program.");
    }
}
