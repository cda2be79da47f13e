<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AboutSection</name>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>A speech studio that runs on your own computer. Nothing that you type leaves it.</source>
        <translation>Ein Sprachstudio auf Ihrem eigenen Rechner. Nichts, was Sie schreiben, verlässt ihn.</translation>
    </message>
    <message>
        <source>The source is under the Apache License 2.0. The program as a whole contains eSpeak NG and is distributed under the GNU General Public License, version 3 or later.</source>
        <translation>Der Quelltext steht unter der Apache-Lizenz 2.0. Das Programm als Ganzes enthält eSpeak NG und wird unter der GNU General Public License, Version 3 oder neuer, verbreitet.</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>Tastatur</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Strg+Eingabe</translation>
    </message>
    <message>
        <source>Speak the text</source>
        <translation>Den Text sprechen</translation>
    </message>
    <message>
        <source>Space, in the text Ctrl+Space</source>
        <translation>Leertaste, im Text Strg+Leertaste</translation>
    </message>
    <message>
        <source>Play and pause</source>
        <translation>Abspielen und anhalten</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Ctrl+S</source>
        <translation>Strg+S</translation>
    </message>
    <message>
        <source>Save the audio</source>
        <translation>Audio speichern</translation>
    </message>
    <message>
        <source>Ctrl+1 to Ctrl+4</source>
        <translation>Strg+1 bis Strg+4</translation>
    </message>
    <message>
        <source>Speak, History, Voices, Settings</source>
        <translation>Sprechen, Verlauf, Stimmen, Einstellungen</translation>
    </message>
</context>
<context>
    <name>AppearanceSection</name>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Interface size</source>
        <translation>Größe der Oberfläche</translation>
    </message>
    <message>
        <source>Text and controls together</source>
        <translation>Schrift und Bedienelemente zusammen</translation>
    </message>
    <message>
        <source>Small</source>
        <translation>Klein</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Large</source>
        <translation>Groß</translation>
    </message>
    <message>
        <source>Largest</source>
        <translation>Sehr groß</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
</context>
<context>
    <name>BlendEditor</name>
    <message>
        <source>No voice to mix yet</source>
        <translation>Noch keine Stimme zum Mischen</translation>
    </message>
    <message>
        <source>Voices with several speakers can be mixed: Kokoro, for example. You find it under Available.</source>
        <translation>Stimmen mit mehreren Sprechern lassen sich mischen, zum Beispiel Kokoro. Sie steht unter „Verfügbar“.</translation>
    </message>
    <message>
        <source>Speakers</source>
        <translation>Sprecher</translation>
    </message>
    <message>
        <source>Voice</source>
        <translation>Stimme</translation>
    </message>
    <message>
        <source>Speaker %1</source>
        <translation>Sprecher %1</translation>
    </message>
    <message>
        <source>Share of %1</source>
        <translation>Anteil von %1</translation>
    </message>
    <message>
        <source>Take %1 out</source>
        <translation>%1 herausnehmen</translation>
    </message>
    <message>
        <source>Add a speaker</source>
        <translation>Sprecher hinzufügen</translation>
    </message>
    <message>
        <source>Name of the blend</source>
        <translation>Name der Mischung</translation>
    </message>
    <message>
        <source>Warm duo</source>
        <translation>Warmes Duo</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>Anhören</translation>
    </message>
    <message>
        <source>Try the blend</source>
        <translation>Mischung anhören</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Save the blend as a voice</source>
        <translation>Mischung als Stimme speichern</translation>
    </message>
</context>
<context>
    <name>CatalogueList</name>
    <message>
        <source>Search by language or name</source>
        <translation>Nach Sprache oder Name suchen</translation>
    </message>
    <message>
        <source>Kind of voice</source>
        <translation>Art der Stimme</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>Alle Arten</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>All licences</source>
        <translation>Alle Lizenzen</translation>
    </message>
    <message>
        <source>For any purpose</source>
        <translation>Für jeden Zweck</translation>
    </message>
    <message>
        <source>In the model card</source>
        <translation>In der Modellkarte</translation>
    </message>
    <message>
        <source>Non-commercial only</source>
        <translation>Nur nicht kommerziell</translation>
    </message>
    <message>
        <source>Voices to download</source>
        <translation>Stimmen zum Herunterladen</translation>
    </message>
    <message>
        <source>%1 of %2 voices; search to see the others</source>
        <translation>%1 von %2 Stimmen; suchen Sie, um die anderen zu sehen</translation>
    </message>
    <message>
        <source>%1 voices</source>
        <translation>%1 Stimmen</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>All languages</source>
        <translation>Alle Sprachen</translation>
    </message>
</context>
<context>
    <name>CatalogueRow</name>
    <message>
        <source>Non-commercial</source>
        <translation>Nicht kommerziell</translation>
    </message>
    <message>
        <source>Downloading %1</source>
        <translation>%1 wird heruntergeladen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Try again to download %1</source>
        <translation>%1 noch einmal herunterladen</translation>
    </message>
    <message>
        <source>Download %1</source>
        <translation>%1 herunterladen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel the download of %1</source>
        <translation>Das Herunterladen von %1 abbrechen</translation>
    </message>
</context>
<context>
    <name>Clip</name>
    <message>
        <source>The audio cannot be written: %1. Free some space or choose another folder.</source>
        <translation>Das Audio kann nicht geschrieben werden: %1. Schaffen Sie Platz oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>A WAV file cannot be this long. Save as FLAC.</source>
        <translation>So lang kann eine WAV-Datei nicht sein. Speichern Sie als FLAC.</translation>
    </message>
</context>
<context>
    <name>CodeBlock</name>
    <message>
        <source>Copy %1</source>
        <translation>Kopieren: %1</translation>
    </message>
</context>
<context>
    <name>DictionaryRow</name>
    <message>
        <source>Listen to %1</source>
        <translation>%1 anhören</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>%1 ändern</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>Really remove</source>
        <translation>Wirklich entfernen</translation>
    </message>
    <message>
        <source>Really remove %1</source>
        <translation>%1 wirklich entfernen</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Keep %1</source>
        <translation>%1 behalten</translation>
    </message>
</context>
<context>
    <name>DictionarySection</name>
    <message>
        <source>Pronunciation</source>
        <translation>Aussprache</translation>
    </message>
    <message>
        <source>Say how a word is to be spoken: with another spelling, or in phonetic letters (IPA) between slashes. It holds for everything that is spoken from now on.</source>
        <translation>Geben Sie an, wie ein Wort gesprochen werden soll: mit einer anderen Schreibweise oder in Lautschrift (IPA) zwischen Schrägstrichen. Es gilt für alles, was von nun an gesprochen wird.</translation>
    </message>
    <message>
        <source>Word</source>
        <translation>Wort</translation>
    </message>
    <message>
        <source>Said like: sequel, or /ˈsiːkwəl/</source>
        <translation>Gesprochen wie: sequel oder /ˈsiːkwəl/</translation>
    </message>
    <message>
        <source>Language: en, empty: any</source>
        <translation>Sprache: en, leer: jede</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Listen</source>
        <translation>Anhören</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Words and how they are said</source>
        <translation>Wörter und wie sie gesprochen werden</translation>
    </message>
</context>
<context>
    <name>GpuSection</name>
    <message>
        <source>GPU Acceleration</source>
        <translation>GPU-Beschleunigung</translation>
    </message>
    <message>
        <source>Speaking on the GPU</source>
        <translation>Spricht auf der GPU</translation>
    </message>
    <message>
        <source>Speaking on the CPU</source>
        <translation>Spricht auf der CPU</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Erneut prüfen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Try the GPU again</source>
        <translation>GPU erneut versuchen</translation>
    </message>
    <message>
        <source>Switch to the GPU</source>
        <translation>Auf die GPU wechseln</translation>
    </message>
    <message>
        <source>Switch to the CPU</source>
        <translation>Auf die CPU wechseln</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Start the server again</source>
        <translation>Server neu starten</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Search what was said</source>
        <translation>Im Gesprochenen suchen</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>Favoriten</translation>
    </message>
    <message>
        <source>Loading the history</source>
        <translation>Verlauf wird geladen</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>No favourites yet</source>
        <translation>Noch keine Favoriten</translation>
    </message>
    <message>
        <source>Nothing spoken yet</source>
        <translation>Noch nichts gesprochen</translation>
    </message>
    <message>
        <source>No text contains these words.</source>
        <translation>Kein Text enthält diese Wörter.</translation>
    </message>
    <message>
        <source>Mark what you like with the star, and find it here.</source>
        <translation>Markieren Sie mit dem Stern, was Ihnen gefällt; hier finden Sie es wieder.</translation>
    </message>
    <message>
        <source>Everything that you speak is kept here, on this computer only.</source>
        <translation>Alles Gesprochene wird hier aufbewahrt, nur auf diesem Rechner.</translation>
    </message>
</context>
<context>
    <name>HistoryRow</name>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Not finished</source>
        <translation>Nicht fertig</translation>
    </message>
    <message>
        <source>Being made …</source>
        <translation>Wird erzeugt …</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Remove from favourites</source>
        <translation>Aus den Favoriten entfernen</translation>
    </message>
    <message>
        <source>Add to favourites</source>
        <translation>Zu den Favoriten</translation>
    </message>
    <message>
        <source>Edit the text</source>
        <translation>Text bearbeiten</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
</context>
<context>
    <name>LogsSection</name>
    <message>
        <source>Logs</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>Alles kopieren</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>The speech server has said nothing yet.</source>
        <translation>Der Sprachserver hat noch nichts gemeldet.</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>WAV audio (*.wav)</source>
        <translation>WAV-Audio (*.wav)</translation>
    </message>
    <message>
        <source>FLAC audio (*.flac)</source>
        <translation>FLAC-Audio (*.flac)</translation>
    </message>
    <message>
        <source>MP3 audio (*.mp3)</source>
        <translation>MP3-Audio (*.mp3)</translation>
    </message>
    <message>
        <source>Opus audio (*.opus)</source>
        <translation>Opus-Audio (*.opus)</translation>
    </message>
    <message>
        <source>SubRip captions (*.srt)</source>
        <translation>SubRip-Untertitel (*.srt)</translation>
    </message>
    <message>
        <source>WebVTT captions (*.vtt)</source>
        <translation>WebVTT-Untertitel (*.vtt)</translation>
    </message>
</context>
<context>
    <name>Meter</name>
    <message>
        <source>%1, %2 percent</source>
        <translation>%1, %2 Prozent</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>PlayerBar</name>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>What you speak appears here.</source>
        <translation>Was Sie sprechen lassen, erscheint hier.</translation>
    </message>
    <message>
        <source>This computer has no sound device. The audio can still be saved.</source>
        <translation>Dieser Rechner hat kein Tongerät. Das Audio kann trotzdem gespeichert werden.</translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Save the audio</source>
        <translation>Audio speichern</translation>
    </message>
</context>
<context>
    <name>Presentation</name>
    <message numerus="yes">
        <source>about %n second(s)</source>
        <translation>
            <numerusform>etwa %n Sekunde</numerusform>
            <numerusform>etwa %n Sekunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s)</source>
        <translation>
            <numerusform>etwa %n Minute</numerusform>
            <numerusform>etwa %n Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n hour(s)</source>
        <translation>
            <numerusform>etwa %n Stunde</numerusform>
            <numerusform>etwa %n Stunden</numerusform>
        </translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
</context>
<context>
    <name>ServerSection</name>
    <message>
        <source>Server &amp; API</source>
        <translation>Server &amp; API</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>From a shell</source>
        <translation>Aus der Kommandozeile</translation>
    </message>
    <message>
        <source>curl example</source>
        <translation>curl-Beispiel</translation>
    </message>
    <message>
        <source>With the OpenAI library</source>
        <translation>Mit der OpenAI-Bibliothek</translation>
    </message>
    <message>
        <source>OpenAI example</source>
        <translation>OpenAI-Beispiel</translation>
    </message>
    <message>
        <source>Network access</source>
        <translation>Netzwerkzugriff</translation>
    </message>
    <message>
        <source>Other computers in your network may speak with Parlando, if they have the key. The server restarts.</source>
        <translation>Andere Rechner in Ihrem Netz dürfen Parlando benutzen, wenn sie den Schlüssel haben. Der Server startet neu.</translation>
    </message>
    <message>
        <source>network address</source>
        <translation>Netzwerkadresse</translation>
    </message>
    <message>
        <source>key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Make a new key</source>
        <translation>Neuen Schlüssel erzeugen</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>GPU Acceleration</source>
        <translation>GPU-Beschleunigung</translation>
    </message>
    <message>
        <source>Server &amp; API</source>
        <translation>Server &amp; API</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Speicherplatz</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>Pronunciation</source>
        <translation>Aussprache</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Speak</source>
        <translation>Sprechen</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Voices</source>
        <translation>Stimmen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>SpeakPage</name>
    <message>
        <source>Speak</source>
        <translation>Sprechen</translation>
    </message>
    <message numerus="yes">
        <source>%n text(s) waiting</source>
        <translation>
            <numerusform>%n Text wartet</numerusform>
            <numerusform>%n Texte warten</numerusform>
        </translation>
    </message>
    <message>
        <source>Type or paste what should be said …</source>
        <translation>Schreiben oder fügen Sie ein, was gesagt werden soll …</translation>
    </message>
    <message>
        <source>Text to speak</source>
        <translation>Zu sprechender Text</translation>
    </message>
    <message>
        <source>%1 characters, at most %2 at once</source>
        <translation>%1 Zeichen, höchstens %2 auf einmal</translation>
    </message>
    <message numerus="yes">
        <source>%n character(s)</source>
        <translation>
            <numerusform>%n Zeichen</numerusform>
            <numerusform>%n Zeichen</numerusform>
        </translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Voice</source>
        <translation>Stimme</translation>
    </message>
    <message>
        <source>Loading voices…</source>
        <translation>Stimmen werden geladen …</translation>
    </message>
    <message>
        <source>No voice yet</source>
        <translation>Noch keine Stimme</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>%1 ×</source>
        <translation>%1 ×</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Wird gespeichert …</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Speichern …</translation>
    </message>
    <message>
        <source>Speak next</source>
        <translation>Danach sprechen</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Strg+Eingabe</translation>
    </message>
</context>
<context>
    <name>SpeakStatus</name>
    <message>
        <source>Speech made</source>
        <translation>Erzeugte Sprache</translation>
    </message>
    <message>
        <source>Start the server again</source>
        <translation>Server neu starten</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
</context>
<context>
    <name>SpeedSlider</name>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>%1 times</source>
        <translation>%1-fach</translation>
    </message>
</context>
<context>
    <name>StatusPill</name>
    <message>
        <source>Speech server: %1</source>
        <translation>Sprachserver: %1</translation>
    </message>
</context>
<context>
    <name>StorageSection</name>
    <message>
        <source>Storage</source>
        <translation>Speicherplatz</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>Wird gezählt …</translation>
    </message>
    <message>
        <source>Parlando uses %1, %2 are free</source>
        <translation>Parlando belegt %1, %2 sind frei</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>The disk is nearly full. Recordings cannot be kept until there is more space.</source>
        <translation>Die Platte ist fast voll. Aufnahmen können erst wieder aufbewahrt werden, wenn mehr Platz ist.</translation>
    </message>
</context>
<context>
    <name>SwitchSteps</name>
    <message>
        <source>End the old engine</source>
        <translation>Alte Engine beenden</translation>
    </message>
    <message>
        <source>Start the new one</source>
        <translation>Neue starten</translation>
    </message>
    <message>
        <source>Load the voice</source>
        <translation>Stimme laden</translation>
    </message>
    <message>
        <source>Prove it</source>
        <translation>Prüfen</translation>
    </message>
</context>
<context>
    <name>VoiceRow</name>
    <message>
        <source>Chosen</source>
        <translation>Gewählt</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>Anhören</translation>
    </message>
    <message>
        <source>Try %1</source>
        <translation>%1 anhören</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>Wählen</translation>
    </message>
    <message>
        <source>Choose %1</source>
        <translation>%1 wählen</translation>
    </message>
    <message>
        <source>In memory</source>
        <translation>Im Speicher</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>Really remove</source>
        <translation>Wirklich entfernen</translation>
    </message>
    <message>
        <source>Really remove %1</source>
        <translation>%1 wirklich entfernen</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Keep %1</source>
        <translation>%1 behalten</translation>
    </message>
</context>
<context>
    <name>VoicesPage</name>
    <message>
        <source>Voices</source>
        <translation>Stimmen</translation>
    </message>
    <message>
        <source>Sentence to try</source>
        <translation>Satz zum Anhören</translation>
    </message>
    <message>
        <source>Hello. This is how I sound when I read to you.</source>
        <translation>Hallo. So klinge ich, wenn ich Ihnen vorlese.</translation>
    </message>
    <message>
        <source>Loading voices</source>
        <translation>Stimmen werden geladen</translation>
    </message>
    <message>
        <source>Free memory</source>
        <translation>Speicher freigeben</translation>
    </message>
    <message>
        <source>Unloads all voices; the next sentence loads what it needs</source>
        <translation>Entlädt alle Stimmen; der nächste Satz lädt, was er braucht</translation>
    </message>
    <message>
        <source>Which voices</source>
        <translation>Welche Stimmen</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Installiert</translation>
    </message>
    <message>
        <source>Available</source>
        <translation>Verfügbar</translation>
    </message>
    <message>
        <source>Drop the folder of a voice, or a Piper voice&apos;s .onnx file, here to add it.</source>
        <translation>Ziehen Sie den Ordner einer Stimme oder die .onnx-Datei einer Piper-Stimme hierher, um sie hinzuzufügen.</translation>
    </message>
    <message>
        <source>Blend</source>
        <translation>Mischen</translation>
    </message>
</context>
<context>
    <name>Waveform</name>
    <message>
        <source>Position</source>
        <translation>Position</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::ApiClient</name>
    <message>
        <source>The speech server was restarted.</source>
        <translation>Der Sprachserver wurde neu gestartet.</translation>
    </message>
    <message>
        <source>The speech server answered with status %1.</source>
        <translation>Der Sprachserver antwortete mit Status %1.</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Angehalten.</translation>
    </message>
    <message>
        <source>The speech server does not answer. It is restarted if it has stopped; try again in a moment.</source>
        <translation>Der Sprachserver antwortet nicht. Ist er stehen geblieben, wird er neu gestartet; versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>The speech server is starting. Try again in a moment.</source>
        <translation>Der Sprachserver startet. Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>The speech server answered with something that is not JSON.</source>
        <translation>Die Antwort des Sprachservers ist kein JSON.</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::AppModel</name>
    <message>
        <source>Copied.</source>
        <translation>Kopiert.</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::AudioFetch</name>
    <message>
        <source>The speech server is starting.</source>
        <translation>Der Sprachserver startet.</translation>
    </message>
    <message>
        <source>The server sent no audio. Try again; if it stays so, look at the log in Settings.</source>
        <translation>Der Server hat kein Audio gesendet. Versuchen Sie es noch einmal; bleibt es so, sehen Sie in den Einstellungen ins Protokoll.</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::BlendModel</name>
    <message>
        <source>Choose each speaker only once.</source>
        <translation>Wählen Sie jeden Sprecher nur einmal.</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 is among your voices now.</source>
        <translation>%1 gehört jetzt zu Ihren Stimmen.</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::CatalogueModel</name>
    <message>
        <source>licence in its model card</source>
        <translation>Lizenz in der Modellkarte</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>Wird geprüft</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>The voice is installed.</source>
        <translation>Die Stimme ist installiert.</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::GpuModel</name>
    <message>
        <source>Parlando now speaks on the GPU.</source>
        <translation>Parlando spricht jetzt auf der GPU.</translation>
    </message>
    <message>
        <source>Parlando now speaks on the CPU. The GPU package stays for next time.</source>
        <translation>Parlando spricht jetzt auf der CPU. Das GPU-Paket bleibt für das nächste Mal.</translation>
    </message>
    <message>
        <source>The GPU package is ready.</source>
        <translation>Das GPU-Paket ist bereit.</translation>
    </message>
    <message>
        <source>Switch to the GPU</source>
        <translation>Auf die GPU wechseln</translation>
    </message>
    <message>
        <source>No NVIDIA graphics card</source>
        <translation>Keine NVIDIA-Grafikkarte</translation>
    </message>
    <message>
        <source>%1 memory</source>
        <translation>%1 Speicher</translation>
    </message>
    <message>
        <source>driver %1</source>
        <translation>Treiber %1</translation>
    </message>
    <message>
        <source>compute capability %1</source>
        <translation>Compute Capability %1</translation>
    </message>
    <message>
        <source>package %1</source>
        <translation>Paket %1</translation>
    </message>
    <message>
        <source>The speech server is not running</source>
        <translation>Der Sprachserver läuft nicht</translation>
    </message>
    <message>
        <source>Looking for a graphics card…</source>
        <translation>Grafikkarte wird gesucht …</translation>
    </message>
    <message>
        <source>Your computer speaks on its processor</source>
        <translation>Ihr Rechner spricht mit seinem Prozessor</translation>
    </message>
    <message>
        <source>This graphics card cannot be used</source>
        <translation>Diese Grafikkarte kann nicht benutzt werden</translation>
    </message>
    <message>
        <source>Faster speech with your graphics card</source>
        <translation>Schnellere Sprache mit Ihrer Grafikkarte</translation>
    </message>
    <message>
        <source>Not enough free space</source>
        <translation>Nicht genug freier Platz</translation>
    </message>
    <message>
        <source>Preparing the download…</source>
        <translation>Download wird vorbereitet …</translation>
    </message>
    <message>
        <source>Verifying the package…</source>
        <translation>Paket wird geprüft …</translation>
    </message>
    <message>
        <source>Unpacking…</source>
        <translation>Wird entpackt …</translation>
    </message>
    <message>
        <source>Testing on the graphics card…</source>
        <translation>Test auf der Grafikkarte …</translation>
    </message>
    <message>
        <source>Downloading the GPU package…</source>
        <translation>GPU-Paket wird heruntergeladen …</translation>
    </message>
    <message>
        <source>Download paused</source>
        <translation>Download angehalten</translation>
    </message>
    <message>
        <source>The download did not finish</source>
        <translation>Der Download wurde nicht fertig</translation>
    </message>
    <message>
        <source>GPU package installed</source>
        <translation>GPU-Paket installiert</translation>
    </message>
    <message>
        <source>A small update for the GPU package</source>
        <translation>Ein kleines Update für das GPU-Paket</translation>
    </message>
    <message>
        <source>Switching to the CPU…</source>
        <translation>Wechsel auf die CPU …</translation>
    </message>
    <message>
        <source>Switching to the GPU…</source>
        <translation>Wechsel auf die GPU …</translation>
    </message>
    <message>
        <source>GPU acceleration is on</source>
        <translation>Die GPU-Beschleunigung ist an</translation>
    </message>
    <message>
        <source>The GPU could not be used</source>
        <translation>Die GPU konnte nicht benutzt werden</translation>
    </message>
    <message>
        <source>Removing the GPU package…</source>
        <translation>GPU-Paket wird entfernt …</translation>
    </message>
    <message>
        <source>No NVIDIA card was found. Nothing is missing: every feature works without one.</source>
        <translation>Es wurde keine NVIDIA-Karte gefunden. Es fehlt nichts: Alles funktioniert auch ohne.</translation>
    </message>
    <message>
        <source>The package is downloaded once, verified, and tried before it is used. Until then, and whenever you like, speech runs on the CPU.</source>
        <translation>Das Paket wird einmal heruntergeladen, geprüft und ausprobiert, bevor es benutzt wird. Bis dahin, und wann immer Sie möchten, läuft die Sprache auf der CPU.</translation>
    </message>
    <message>
        <source>The package is a download of %1 and needs %2 of disk space; %3 are free. It is verified, and tried before it is used.</source>
        <translation>Das Paket ist ein Download von %1 und braucht %2 Speicherplatz; %3 sind frei. Es wird geprüft und ausprobiert, bevor es benutzt wird.</translation>
    </message>
    <message>
        <source>The GPU package needs %1, and %2 are free. Free some space, then check again.</source>
        <translation>Das GPU-Paket braucht %1, frei sind %2. Schaffen Sie Platz und prüfen Sie erneut.</translation>
    </message>
    <message>
        <source>You can go on working: nothing changes until you switch.</source>
        <translation>Sie können weiterarbeiten: Es ändert sich nichts, bis Sie wechseln.</translation>
    </message>
    <message>
        <source>What was downloaded is kept, and the download goes on from there.</source>
        <translation>Was heruntergeladen wurde, bleibt, und der Download geht von dort weiter.</translation>
    </message>
    <message>
        <source>Speech runs on the CPU now. Switching takes a few seconds, and your text and audio stay as they are.</source>
        <translation>Die Sprache läuft jetzt auf der CPU. Der Wechsel dauert einige Sekunden; Text und Audio bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>The installed package is of version %1. Only what has changed is downloaded: %2.</source>
        <translation>Das installierte Paket hat die Version %1. Heruntergeladen wird nur, was sich geändert hat: %2.</translation>
    </message>
    <message>
        <source>Your text, your audio and this page stay as they are.</source>
        <translation>Ihr Text, Ihr Audio und diese Seite bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>The running engine has passed its self-test on the card in %1 ms.</source>
        <translation>Die laufende Engine hat ihren Selbsttest auf der Karte in %1 ms bestanden.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1, %2 left</source>
        <translation>%1, noch %2</translation>
    </message>
    <message>
        <source>Measured on this computer: %1 times as fast as the CPU.</source>
        <translation>Auf diesem Rechner gemessen: %1-mal so schnell wie die CPU.</translation>
    </message>
    <message>
        <source>Download %1</source>
        <translation>%1 herunterladen</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>The GPU package was removed.</source>
        <translation>Das GPU-Paket wurde entfernt.</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::HistoryModel</name>
    <message>
        <source>Today, %1</source>
        <translation>Heute, %1</translation>
    </message>
    <message>
        <source>Yesterday, %1</source>
        <translation>Gestern, %1</translation>
    </message>
    <message>
        <source>This computer has no sound device. The audio can still be exported.</source>
        <translation>Dieser Rechner hat kein Tongerät. Das Audio kann trotzdem exportiert werden.</translation>
    </message>
    <message>
        <source>The speech server is starting. Try again in a moment.</source>
        <translation>Der Sprachserver startet. Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2. Choose another folder.</source>
        <translation>%1 kann nicht geschrieben werden: %2. Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Saved as %1.</source>
        <translation>Gespeichert als %1.</translation>
    </message>
    <message>
        <source>Deleted.</source>
        <translation>Gelöscht.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::ServerModel</name>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Startet …</translation>
    </message>
    <message>
        <source>Loading the voice…</source>
        <translation>Stimme wird geladen …</translation>
    </message>
    <message>
        <source>Ready on the GPU</source>
        <translation>Bereit auf der GPU</translation>
    </message>
    <message>
        <source>Ready on the CPU</source>
        <translation>Bereit auf der CPU</translation>
    </message>
    <message>
        <source>Restarting…</source>
        <translation>Startet neu …</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird beendet …</translation>
    </message>
    <message>
        <source>Not running</source>
        <translation>Läuft nicht</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::SpeakModel</name>
    <message>
        <source>Good morning. I am Parlando, and everything you type here is spoken on your own machine.</source>
        <translation>Guten Morgen. Ich bin Parlando, und alles, was Sie hier schreiben, wird auf Ihrem eigenen Rechner gesprochen.</translation>
    </message>
    <message>
        <source>Preparing the first words…</source>
        <translation>Die ersten Wörter entstehen …</translation>
    </message>
    <message>
        <source>Waiting for the speech server…</source>
        <translation>Warten auf den Sprachserver …</translation>
    </message>
    <message>
        <source>Speaking: %1 made so far</source>
        <translation>Spricht: %1 bisher fertig</translation>
    </message>
    <message>
        <source>Interrupted after %1, because the speech server was restarted.</source>
        <translation>Nach %1 unterbrochen, weil der Sprachserver neu gestartet wurde.</translation>
    </message>
    <message>
        <source>Saved as %1.</source>
        <translation>Gespeichert als %1.</translation>
    </message>
    <message>
        <source>The speech server is starting. Try again in a moment, or save as WAV.</source>
        <translation>Der Sprachserver startet. Versuchen Sie es gleich noch einmal, oder speichern Sie als WAV.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2. Choose another folder.</source>
        <translation>%1 kann nicht geschrieben werden: %2. Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>There are no captions of a voice&apos;s sample. Speak the text first.</source>
        <translation>Zur Probe einer Stimme gibt es keine Untertitel. Lassen Sie erst den Text sprechen.</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::StorageModel</name>
    <message>
        <source>Recordings</source>
        <translation>Aufnahmen</translation>
    </message>
    <message>
        <source>Voices</source>
        <translation>Stimmen</translation>
    </message>
    <message>
        <source>GPU package</source>
        <translation>GPU-Paket</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Everything in your history. Delete it there.</source>
        <translation>Alles in Ihrem Verlauf. Gelöscht wird es dort.</translation>
    </message>
    <message>
        <source>Voices that you added. The built-in voice is part of the application.</source>
        <translation>Stimmen, die Sie hinzugefügt haben. Die mitgelieferte gehört zum Programm.</translation>
    </message>
    <message>
        <source>Downloads and the installed package. Remove it under GPU Acceleration.</source>
        <translation>Downloads und das installierte Paket. Entfernt wird es unter GPU-Beschleunigung.</translation>
    </message>
    <message>
        <source>Old logs are deleted by themselves.</source>
        <translation>Alte Protokolle werden von selbst gelöscht.</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::VoicesModel</name>
    <message>
        <source>Hello. This is how I sound when I read to you.</source>
        <translation>Hallo. So klinge ich, wenn ich Ihnen vorlese.</translation>
    </message>
    <message>
        <source>Only files and folders of this computer can be added.</source>
        <translation>Nur Dateien und Ordner dieses Rechners können hinzugefügt werden.</translation>
    </message>
    <message>
        <source>The voice is being read.</source>
        <translation>Die Stimme wird gelesen.</translation>
    </message>
    <message>
        <source>The voice is installed.</source>
        <translation>Die Stimme ist installiert.</translation>
    </message>
    <message>
        <source>A blend: %1</source>
        <translation>Eine Mischung: %1</translation>
    </message>
</context>
</TS>
