package org.whynot.frontend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class MessagesTest {

    @Test
    void unknownWordsListTheNearestFirst() {
        assertEquals(
                "verify='yess' is not known. Known: yes, no.",
                Messages.unknown("verify", "yess", List.of("no", "yes")));
    }

    @Test
    void foreseenFailuresAreTheirOwnSentence() {
        assertEquals("The disk is full.", Messages.sentence(new IOException("The disk is full")));
        assertEquals("Give a model.", Messages.sentence(new IllegalArgumentException("Give a model.")));
        assertEquals("It broke.", Messages.sentence(new ExecutionException("wrapped", new IOException("It broke."))));
        IOException gone = new IOException("It is gone.");
        assertEquals("It is gone.", Messages.sentence(new UncheckedIOException(gone)));
        assertEquals("It is gone.", Messages.sentence(new DirectoryIteratorException(gone)));
        assertEquals("Two lines.", Messages.sentence(new IOException("Two\n   lines.")));
    }

    @Test
    void memoryThatTheEngineDidNotGetIsNoUnexpectedFailure() {
        String sentence = Messages.sentence(new RuntimeException(
                "[enforce fail at alloc_cpu.cpp:119] err == 0. DefaultCPUAllocator: can't allocate memory: you tried"
                        + " to allocate 51380224 bytes. Error code 12 (Cannot allocate memory)"));
        assertTrue(sentence.startsWith("There is not enough memory."), sentence);
    }

    @Test
    void filesThatAreNotThereAreNamed() {
        assertEquals("There is no file or folder 'a/b.avi'.", Messages.sentence(new NoSuchFileException("a/b.avi")));
    }

    @Test
    void unexpectedFailuresSayWhatTheyAreAndWhere() {
        String sentence = Messages.sentence(new NullPointerException("x is null"));
        assertTrue(sentence.contains("NullPointerException: x is null in MessagesTest, line "), sentence);
        assertTrue(sentence.endsWith("Please report it with this line."), sentence);
    }
}
