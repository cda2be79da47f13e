<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
<context>
    <name>AboutSection</name>
    <message>
        <source>About</source>
        <translation>Acerca de</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Versión %1</translation>
    </message>
    <message>
        <source>A speech studio that runs on your own computer. Nothing that you type leaves it.</source>
        <translation>Un estudio de voz que funciona en su propio ordenador. Nada de lo que escribe sale de él.</translation>
    </message>
    <message>
        <source>The source is under the Apache License 2.0. The program as a whole contains eSpeak NG and is distributed under the GNU General Public License, version 3 or later.</source>
        <translation>El código fuente está bajo la licencia Apache 2.0. El programa en su conjunto contiene eSpeak NG y se distribuye bajo la Licencia Pública General de GNU, versión 3 o posterior.</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>Teclado</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Intro</translation>
    </message>
    <message>
        <source>Speak the text</source>
        <translation>Leer el texto en voz alta</translation>
    </message>
    <message>
        <source>Space, in the text Ctrl+Space</source>
        <translation>Espacio; en el texto, Ctrl+Espacio</translation>
    </message>
    <message>
        <source>Play and pause</source>
        <translation>Reproducir y pausar</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Ctrl+S</source>
        <translation>Ctrl+S</translation>
    </message>
    <message>
        <source>Save the audio</source>
        <translation>Guardar el audio</translation>
    </message>
    <message>
        <source>Ctrl+1 to Ctrl+4</source>
        <translation>Ctrl+1 a Ctrl+4</translation>
    </message>
    <message>
        <source>Speak, History, Voices, Settings</source>
        <translation>Hablar, Historial, Voces, Ajustes</translation>
    </message>
</context>
<context>
    <name>AppearanceSection</name>
    <message>
        <source>Appearance</source>
        <translation>Apariencia</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Tema</translation>
    </message>
    <message>
        <source>System</source>
        <translation>Sistema</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>Interface size</source>
        <translation>Tamaño de la interfaz</translation>
    </message>
    <message>
        <source>Text and controls together</source>
        <translation>Texto y controles a la vez</translation>
    </message>
    <message>
        <source>Small</source>
        <translation>Pequeño</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Large</source>
        <translation>Grande</translation>
    </message>
    <message>
        <source>Largest</source>
        <translation>Muy grande</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
</context>
<context>
    <name>BlendEditor</name>
    <message>
        <source>No voice to mix yet</source>
        <translation>Aún no hay ninguna voz que mezclar</translation>
    </message>
    <message>
        <source>Voices with several speakers can be mixed: Kokoro, for example. You find it under Available.</source>
        <translation>Las voces con varios hablantes se pueden mezclar; por ejemplo, Kokoro. La encontrará en «Disponibles».</translation>
    </message>
    <message>
        <source>Speakers</source>
        <translation>Hablantes</translation>
    </message>
    <message>
        <source>Voice</source>
        <translation>Voz</translation>
    </message>
    <message>
        <source>Speaker %1</source>
        <translation>Hablante %1</translation>
    </message>
    <message>
        <source>Share of %1</source>
        <translation>Parte de %1</translation>
    </message>
    <message>
        <source>Take %1 out</source>
        <translation>Quitar %1</translation>
    </message>
    <message>
        <source>Add a speaker</source>
        <translation>Añadir un hablante</translation>
    </message>
    <message>
        <source>Name of the blend</source>
        <translation>Nombre de la mezcla</translation>
    </message>
    <message>
        <source>Warm duo</source>
        <translation>Dúo cálido</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>Probar</translation>
    </message>
    <message>
        <source>Try the blend</source>
        <translation>Probar la mezcla</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Save the blend as a voice</source>
        <translation>Guardar la mezcla como voz</translation>
    </message>
</context>
<context>
    <name>CatalogueList</name>
    <message>
        <source>Search by language or name</source>
        <translation>Buscar por idioma o nombre</translation>
    </message>
    <message>
        <source>Kind of voice</source>
        <translation>Tipo de voz</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>Todos los tipos</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licencia</translation>
    </message>
    <message>
        <source>All licences</source>
        <translation>Todas las licencias</translation>
    </message>
    <message>
        <source>For any purpose</source>
        <translation>Para cualquier uso</translation>
    </message>
    <message>
        <source>In the model card</source>
        <translation>En la ficha del modelo</translation>
    </message>
    <message>
        <source>Non-commercial only</source>
        <translation>Solo no comercial</translation>
    </message>
    <message>
        <source>Voices to download</source>
        <translation>Voces para descargar</translation>
    </message>
    <message>
        <source>%1 of %2 voices; search to see the others</source>
        <translation>%1 de %2 voces; busque para ver las demás</translation>
    </message>
    <message>
        <source>%1 voices</source>
        <translation>%1 voces</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>All languages</source>
        <translation>Todos los idiomas</translation>
    </message>
</context>
<context>
    <name>CatalogueRow</name>
    <message>
        <source>Non-commercial</source>
        <translation>No comercial</translation>
    </message>
    <message>
        <source>Downloading %1</source>
        <translation>Descargando %1</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Descargar</translation>
    </message>
    <message>
        <source>Try again to download %1</source>
        <translation>Reintentar la descarga de %1</translation>
    </message>
    <message>
        <source>Download %1</source>
        <translation>Descargar %1</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Cancel the download of %1</source>
        <translation>Cancelar la descarga de %1</translation>
    </message>
</context>
<context>
    <name>Clip</name>
    <message>
        <source>The audio cannot be written: %1. Free some space or choose another folder.</source>
        <translation>No se puede escribir el audio: %1. Libere espacio o elija otra carpeta.</translation>
    </message>
    <message>
        <source>A WAV file cannot be this long. Save as FLAC.</source>
        <translation>Un archivo WAV no puede ser tan largo. Guárdelo como FLAC.</translation>
    </message>
</context>
<context>
    <name>CodeBlock</name>
    <message>
        <source>Copy %1</source>
        <translation>Copiar: %1</translation>
    </message>
</context>
<context>
    <name>DictionaryRow</name>
    <message>
        <source>Listen to %1</source>
        <translation>Escuchar %1</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>Cambiar %1</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>Eliminar %1</translation>
    </message>
    <message>
        <source>Really remove</source>
        <translation>Eliminar de verdad</translation>
    </message>
    <message>
        <source>Really remove %1</source>
        <translation>Eliminar %1 de verdad</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Conservar</translation>
    </message>
    <message>
        <source>Keep %1</source>
        <translation>Conservar %1</translation>
    </message>
</context>
<context>
    <name>DictionarySection</name>
    <message>
        <source>Pronunciation</source>
        <translation>Pronunciación</translation>
    </message>
    <message>
        <source>Say how a word is to be spoken: with another spelling, or in phonetic letters (IPA) between slashes. It holds for everything that is spoken from now on.</source>
        <translation>Indique cómo debe pronunciarse una palabra: con otra grafía, o en letras fonéticas (AFI) entre barras. Vale para todo lo que se lea a partir de ahora.</translation>
    </message>
    <message>
        <source>Word</source>
        <translation>Palabra</translation>
    </message>
    <message>
        <source>Said like: sequel, or /ˈsiːkwəl/</source>
        <translation>Se dice como: sequel o /ˈsiːkwəl/</translation>
    </message>
    <message>
        <source>Language: en, empty: any</source>
        <translation>Idioma: en, vacío: todos</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Listen</source>
        <translation>Escuchar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Words and how they are said</source>
        <translation>Palabras y cómo se dicen</translation>
    </message>
</context>
<context>
    <name>GpuSection</name>
    <message>
        <source>GPU Acceleration</source>
        <translation>Aceleración por GPU</translation>
    </message>
    <message>
        <source>Speaking on the GPU</source>
        <translation>Habla en la GPU</translation>
    </message>
    <message>
        <source>Speaking on the CPU</source>
        <translation>Habla en la CPU</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Comprobar de nuevo</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausa</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Reanudar</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Try the GPU again</source>
        <translation>Volver a probar la GPU</translation>
    </message>
    <message>
        <source>Switch to the GPU</source>
        <translation>Cambiar a la GPU</translation>
    </message>
    <message>
        <source>Switch to the CPU</source>
        <translation>Cambiar a la CPU</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <source>Start the server again</source>
        <translation>Iniciar de nuevo el servidor</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>History</source>
        <translation>Historial</translation>
    </message>
    <message>
        <source>Search what was said</source>
        <translation>Buscar en lo dicho</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>Favoritos</translation>
    </message>
    <message>
        <source>Loading the history</source>
        <translation>Cargando el historial</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Sin resultados</translation>
    </message>
    <message>
        <source>No favourites yet</source>
        <translation>Aún no hay favoritos</translation>
    </message>
    <message>
        <source>Nothing spoken yet</source>
        <translation>Aún no se ha dicho nada</translation>
    </message>
    <message>
        <source>No text contains these words.</source>
        <translation>Ningún texto contiene estas palabras.</translation>
    </message>
    <message>
        <source>Mark what you like with the star, and find it here.</source>
        <translation>Marque con la estrella lo que le guste y lo encontrará aquí.</translation>
    </message>
    <message>
        <source>Everything that you speak is kept here, on this computer only.</source>
        <translation>Todo lo que se dice se guarda aquí, solo en este ordenador.</translation>
    </message>
</context>
<context>
    <name>HistoryRow</name>
    <message>
        <source>Pause</source>
        <translation>Pausa</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Reproducir</translation>
    </message>
    <message>
        <source>Not finished</source>
        <translation>Sin terminar</translation>
    </message>
    <message>
        <source>Being made …</source>
        <translation>Generándose…</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Remove from favourites</source>
        <translation>Quitar de favoritos</translation>
    </message>
    <message>
        <source>Add to favourites</source>
        <translation>Añadir a favoritos</translation>
    </message>
    <message>
        <source>Edit the text</source>
        <translation>Editar el texto</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportar</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Eliminar</translation>
    </message>
</context>
<context>
    <name>LogsSection</name>
    <message>
        <source>Logs</source>
        <translation>Registros</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>Copiar todo</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Abrir carpeta</translation>
    </message>
    <message>
        <source>The speech server has said nothing yet.</source>
        <translation>El servidor de voz aún no ha dicho nada.</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>WAV audio (*.wav)</source>
        <translation>Audio WAV (*.wav)</translation>
    </message>
    <message>
        <source>FLAC audio (*.flac)</source>
        <translation>Audio FLAC (*.flac)</translation>
    </message>
    <message>
        <source>MP3 audio (*.mp3)</source>
        <translation>Audio MP3 (*.mp3)</translation>
    </message>
    <message>
        <source>Opus audio (*.opus)</source>
        <translation>Audio Opus (*.opus)</translation>
    </message>
    <message>
        <source>SubRip captions (*.srt)</source>
        <translation>Subtítulos SubRip (*.srt)</translation>
    </message>
    <message>
        <source>WebVTT captions (*.vtt)</source>
        <translation>Subtítulos WebVTT (*.vtt)</translation>
    </message>
</context>
<context>
    <name>Meter</name>
    <message>
        <source>%1, %2 percent</source>
        <translation>%1, %2 por ciento</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>PlayerBar</name>
    <message>
        <source>Pause</source>
        <translation>Pausa</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Reproducir</translation>
    </message>
    <message>
        <source>What you speak appears here.</source>
        <translation>Lo que haga decir aparece aquí.</translation>
    </message>
    <message>
        <source>This computer has no sound device. The audio can still be saved.</source>
        <translation>Este ordenador no tiene dispositivo de sonido. El audio se puede guardar igualmente.</translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Save the audio</source>
        <translation>Guardar el audio</translation>
    </message>
</context>
<context>
    <name>Presentation</name>
    <message numerus="yes">
        <source>about %n second(s)</source>
        <translation>
            <numerusform>aproximadamente %n segundo</numerusform>
            <numerusform>unos %n segundos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s)</source>
        <translation>
            <numerusform>aproximadamente %n minuto</numerusform>
            <numerusform>unos %n minutos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n hour(s)</source>
        <translation>
            <numerusform>aproximadamente %n hora</numerusform>
            <numerusform>unas %n horas</numerusform>
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
        <translation>Servidor y API</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Iniciar de nuevo</translation>
    </message>
    <message>
        <source>address</source>
        <translation>dirección</translation>
    </message>
    <message>
        <source>From a shell</source>
        <translation>Desde una terminal</translation>
    </message>
    <message>
        <source>curl example</source>
        <translation>ejemplo de curl</translation>
    </message>
    <message>
        <source>With the OpenAI library</source>
        <translation>Con la biblioteca de OpenAI</translation>
    </message>
    <message>
        <source>OpenAI example</source>
        <translation>ejemplo de OpenAI</translation>
    </message>
    <message>
        <source>Network access</source>
        <translation>Acceso por red</translation>
    </message>
    <message>
        <source>Other computers in your network may speak with Parlando, if they have the key. The server restarts.</source>
        <translation>Otros ordenadores de su red pueden usar Parlando si tienen la clave. El servidor se reinicia.</translation>
    </message>
    <message>
        <source>network address</source>
        <translation>dirección de red</translation>
    </message>
    <message>
        <source>key</source>
        <translation>clave</translation>
    </message>
    <message>
        <source>Make a new key</source>
        <translation>Crear una clave nueva</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>GPU Acceleration</source>
        <translation>Aceleración por GPU</translation>
    </message>
    <message>
        <source>Server &amp; API</source>
        <translation>Servidor y API</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Apariencia</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Almacenamiento</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Registros</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Acerca de</translation>
    </message>
    <message>
        <source>Pronunciation</source>
        <translation>Pronunciación</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Pages</source>
        <translation>Páginas</translation>
    </message>
    <message>
        <source>Speak</source>
        <translation>Hablar</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historial</translation>
    </message>
    <message>
        <source>Voices</source>
        <translation>Voces</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
</context>
<context>
    <name>SpeakPage</name>
    <message>
        <source>Speak</source>
        <translation>Hablar</translation>
    </message>
    <message numerus="yes">
        <source>%n text(s) waiting</source>
        <translation>
            <numerusform>%n texto en espera</numerusform>
            <numerusform>%n textos en espera</numerusform>
        </translation>
    </message>
    <message>
        <source>Type or paste what should be said …</source>
        <translation>Escriba o pegue lo que se debe decir…</translation>
    </message>
    <message>
        <source>Text to speak</source>
        <translation>Texto que se dirá</translation>
    </message>
    <message>
        <source>%1 characters, at most %2 at once</source>
        <translation>%1 caracteres, como máximo %2 a la vez</translation>
    </message>
    <message numerus="yes">
        <source>%n character(s)</source>
        <translation>
            <numerusform>%n carácter</numerusform>
            <numerusform>%n caracteres</numerusform>
        </translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Borrar</translation>
    </message>
    <message>
        <source>Voice</source>
        <translation>Voz</translation>
    </message>
    <message>
        <source>Loading voices…</source>
        <translation>Cargando voces…</translation>
    </message>
    <message>
        <source>No voice yet</source>
        <translation>Aún no hay voz</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Velocidad</translation>
    </message>
    <message>
        <source>%1 ×</source>
        <translation>%1 ×</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Guardando…</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Guardar…</translation>
    </message>
    <message>
        <source>Speak next</source>
        <translation>Decir después</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Intro</translation>
    </message>
</context>
<context>
    <name>SpeakStatus</name>
    <message>
        <source>Speech made</source>
        <translation>Voz generada</translation>
    </message>
    <message>
        <source>Start the server again</source>
        <translation>Iniciar de nuevo el servidor</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Continuar</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
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
        <translation>Velocidad</translation>
    </message>
    <message>
        <source>%1 times</source>
        <translation>%1 veces</translation>
    </message>
</context>
<context>
    <name>StatusPill</name>
    <message>
        <source>Speech server: %1</source>
        <translation>Servidor de voz: %1</translation>
    </message>
</context>
<context>
    <name>StorageSection</name>
    <message>
        <source>Storage</source>
        <translation>Almacenamiento</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>Contando…</translation>
    </message>
    <message>
        <source>Parlando uses %1, %2 are free</source>
        <translation>Parlando usa %1; hay %2 libres</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Abrir carpeta</translation>
    </message>
    <message>
        <source>The disk is nearly full. Recordings cannot be kept until there is more space.</source>
        <translation>El disco está casi lleno. No se podrán guardar grabaciones hasta que haya más espacio.</translation>
    </message>
</context>
<context>
    <name>SwitchSteps</name>
    <message>
        <source>End the old engine</source>
        <translation>Cerrar el motor anterior</translation>
    </message>
    <message>
        <source>Start the new one</source>
        <translation>Iniciar el nuevo</translation>
    </message>
    <message>
        <source>Load the voice</source>
        <translation>Cargar la voz</translation>
    </message>
    <message>
        <source>Prove it</source>
        <translation>Comprobar</translation>
    </message>
</context>
<context>
    <name>VoiceRow</name>
    <message>
        <source>Chosen</source>
        <translation>Elegida</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>Probar</translation>
    </message>
    <message>
        <source>Try %1</source>
        <translation>Probar %1</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>Elegir</translation>
    </message>
    <message>
        <source>Choose %1</source>
        <translation>Elegir %1</translation>
    </message>
    <message>
        <source>In memory</source>
        <translation>En memoria</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>Eliminar %1</translation>
    </message>
    <message>
        <source>Really remove</source>
        <translation>Eliminar de verdad</translation>
    </message>
    <message>
        <source>Really remove %1</source>
        <translation>Eliminar %1 de verdad</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Conservar</translation>
    </message>
    <message>
        <source>Keep %1</source>
        <translation>Conservar %1</translation>
    </message>
</context>
<context>
    <name>VoicesPage</name>
    <message>
        <source>Voices</source>
        <translation>Voces</translation>
    </message>
    <message>
        <source>Sentence to try</source>
        <translation>Frase de prueba</translation>
    </message>
    <message>
        <source>Hello. This is how I sound when I read to you.</source>
        <translation>Hola. Así sueno cuando le leo en voz alta.</translation>
    </message>
    <message>
        <source>Loading voices</source>
        <translation>Cargando voces</translation>
    </message>
    <message>
        <source>Free memory</source>
        <translation>Liberar memoria</translation>
    </message>
    <message>
        <source>Unloads all voices; the next sentence loads what it needs</source>
        <translation>Descarga todas las voces de la memoria; la siguiente frase carga lo que necesita</translation>
    </message>
    <message>
        <source>Which voices</source>
        <translation>Qué voces</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Instaladas</translation>
    </message>
    <message>
        <source>Available</source>
        <translation>Disponibles</translation>
    </message>
    <message>
        <source>Drop the folder of a voice, or a Piper voice&apos;s .onnx file, here to add it.</source>
        <translation>Suelte aquí la carpeta de una voz, o el archivo .onnx de una voz de Piper, para añadirla.</translation>
    </message>
    <message>
        <source>Blend</source>
        <translation>Mezclar</translation>
    </message>
</context>
<context>
    <name>Waveform</name>
    <message>
        <source>Position</source>
        <translation>Posición</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::ApiClient</name>
    <message>
        <source>The speech server was restarted.</source>
        <translation>El servidor de voz se ha reiniciado.</translation>
    </message>
    <message>
        <source>The speech server answered with status %1.</source>
        <translation>El servidor de voz respondió con el código %1.</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Detenido.</translation>
    </message>
    <message>
        <source>The speech server does not answer. It is restarted if it has stopped; try again in a moment.</source>
        <translation>El servidor de voz no responde. Si se ha detenido, se reinicia; inténtelo de nuevo en un momento.</translation>
    </message>
    <message>
        <source>The speech server is starting. Try again in a moment.</source>
        <translation>El servidor de voz se está iniciando. Inténtelo de nuevo en un momento.</translation>
    </message>
    <message>
        <source>The speech server answered with something that is not JSON.</source>
        <translation>La respuesta del servidor de voz no es JSON.</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::AppModel</name>
    <message>
        <source>Copied.</source>
        <translation>Copiado.</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::AudioFetch</name>
    <message>
        <source>The speech server is starting.</source>
        <translation>El servidor de voz se está iniciando.</translation>
    </message>
    <message>
        <source>The server sent no audio. Try again; if it stays so, look at the log in Settings.</source>
        <translation>El servidor no envió audio. Inténtelo de nuevo; si sigue igual, mire los registros en Ajustes.</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::BlendModel</name>
    <message>
        <source>Choose each speaker only once.</source>
        <translation>Elija cada hablante una sola vez.</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 is among your voices now.</source>
        <translation>%1 ya está entre sus voces.</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::CatalogueModel</name>
    <message>
        <source>licence in its model card</source>
        <translation>licencia en la ficha del modelo</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>Comprobando</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>The voice is installed.</source>
        <translation>La voz está instalada.</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::GpuModel</name>
    <message>
        <source>Parlando now speaks on the GPU.</source>
        <translation>Parlando habla ahora en la GPU.</translation>
    </message>
    <message>
        <source>Parlando now speaks on the CPU. The GPU package stays for next time.</source>
        <translation>Parlando habla ahora en la CPU. El paquete de GPU se queda para la próxima vez.</translation>
    </message>
    <message>
        <source>The GPU package is ready.</source>
        <translation>El paquete de GPU está listo.</translation>
    </message>
    <message>
        <source>Switch to the GPU</source>
        <translation>Cambiar a la GPU</translation>
    </message>
    <message>
        <source>No NVIDIA graphics card</source>
        <translation>Sin tarjeta gráfica NVIDIA</translation>
    </message>
    <message>
        <source>%1 memory</source>
        <translation>%1 de memoria</translation>
    </message>
    <message>
        <source>driver %1</source>
        <translation>controlador %1</translation>
    </message>
    <message>
        <source>compute capability %1</source>
        <translation>capacidad de cómputo %1</translation>
    </message>
    <message>
        <source>package %1</source>
        <translation>paquete %1</translation>
    </message>
    <message>
        <source>The speech server is not running</source>
        <translation>El servidor de voz no está en marcha</translation>
    </message>
    <message>
        <source>Looking for a graphics card…</source>
        <translation>Buscando una tarjeta gráfica…</translation>
    </message>
    <message>
        <source>Your computer speaks on its processor</source>
        <translation>Su ordenador habla con su procesador</translation>
    </message>
    <message>
        <source>This graphics card cannot be used</source>
        <translation>Esta tarjeta gráfica no se puede usar</translation>
    </message>
    <message>
        <source>Faster speech with your graphics card</source>
        <translation>Voz más rápida con su tarjeta gráfica</translation>
    </message>
    <message>
        <source>Not enough free space</source>
        <translation>No hay suficiente espacio libre</translation>
    </message>
    <message>
        <source>Preparing the download…</source>
        <translation>Preparando la descarga…</translation>
    </message>
    <message>
        <source>Verifying the package…</source>
        <translation>Verificando el paquete…</translation>
    </message>
    <message>
        <source>Unpacking…</source>
        <translation>Desempaquetando…</translation>
    </message>
    <message>
        <source>Testing on the graphics card…</source>
        <translation>Probando en la tarjeta gráfica…</translation>
    </message>
    <message>
        <source>Downloading the GPU package…</source>
        <translation>Descargando el paquete de GPU…</translation>
    </message>
    <message>
        <source>Download paused</source>
        <translation>Descarga en pausa</translation>
    </message>
    <message>
        <source>The download did not finish</source>
        <translation>La descarga no terminó</translation>
    </message>
    <message>
        <source>GPU package installed</source>
        <translation>Paquete de GPU instalado</translation>
    </message>
    <message>
        <source>A small update for the GPU package</source>
        <translation>Una pequeña actualización del paquete de GPU</translation>
    </message>
    <message>
        <source>Switching to the CPU…</source>
        <translation>Cambiando a la CPU…</translation>
    </message>
    <message>
        <source>Switching to the GPU…</source>
        <translation>Cambiando a la GPU…</translation>
    </message>
    <message>
        <source>GPU acceleration is on</source>
        <translation>La aceleración por GPU está activa</translation>
    </message>
    <message>
        <source>The GPU could not be used</source>
        <translation>No se pudo usar la GPU</translation>
    </message>
    <message>
        <source>Removing the GPU package…</source>
        <translation>Eliminando el paquete de GPU…</translation>
    </message>
    <message>
        <source>No NVIDIA card was found. Nothing is missing: every feature works without one.</source>
        <translation>No se encontró ninguna tarjeta NVIDIA. No falta nada: todo funciona sin ella.</translation>
    </message>
    <message>
        <source>The package is downloaded once, verified, and tried before it is used. Until then, and whenever you like, speech runs on the CPU.</source>
        <translation>El paquete se descarga una vez, se verifica y se prueba antes de usarlo. Hasta entonces, y cuando quiera, la voz funciona en la CPU.</translation>
    </message>
    <message>
        <source>The package is a download of %1 and needs %2 of disk space; %3 are free. It is verified, and tried before it is used.</source>
        <translation>El paquete es una descarga de %1 y necesita %2 de disco; hay %3 libres. Se verifica y se prueba antes de usarlo.</translation>
    </message>
    <message>
        <source>The GPU package needs %1, and %2 are free. Free some space, then check again.</source>
        <translation>El paquete de GPU necesita %1 y hay %2 libres. Libere espacio y compruebe de nuevo.</translation>
    </message>
    <message>
        <source>You can go on working: nothing changes until you switch.</source>
        <translation>Puede seguir trabajando: nada cambia hasta que cambie usted.</translation>
    </message>
    <message>
        <source>What was downloaded is kept, and the download goes on from there.</source>
        <translation>Lo descargado se conserva y la descarga continúa desde ahí.</translation>
    </message>
    <message>
        <source>Speech runs on the CPU now. Switching takes a few seconds, and your text and audio stay as they are.</source>
        <translation>La voz funciona ahora en la CPU. El cambio tarda unos segundos; su texto y su audio quedan como están.</translation>
    </message>
    <message>
        <source>The installed package is of version %1. Only what has changed is downloaded: %2.</source>
        <translation>El paquete instalado es de la versión %1. Solo se descarga lo que ha cambiado: %2.</translation>
    </message>
    <message>
        <source>Your text, your audio and this page stay as they are.</source>
        <translation>Su texto, su audio y esta página quedan como están.</translation>
    </message>
    <message>
        <source>The running engine has passed its self-test on the card in %1 ms.</source>
        <translation>El motor en marcha superó su autoprueba en la tarjeta en %1 ms.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>%1, %2 left</source>
        <translation>%1, quedan %2</translation>
    </message>
    <message>
        <source>Measured on this computer: %1 times as fast as the CPU.</source>
        <translation>Medido en este ordenador: %1 veces más rápido que la CPU.</translation>
    </message>
    <message>
        <source>Download %1</source>
        <translation>Descargar %1</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Descargar</translation>
    </message>
    <message>
        <source>The GPU package was removed.</source>
        <translation>Se eliminó el paquete de GPU.</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::HistoryModel</name>
    <message>
        <source>Today, %1</source>
        <translation>Hoy, %1</translation>
    </message>
    <message>
        <source>Yesterday, %1</source>
        <translation>Ayer, %1</translation>
    </message>
    <message>
        <source>This computer has no sound device. The audio can still be exported.</source>
        <translation>Este ordenador no tiene dispositivo de sonido. El audio se puede exportar igualmente.</translation>
    </message>
    <message>
        <source>The speech server is starting. Try again in a moment.</source>
        <translation>El servidor de voz se está iniciando. Inténtelo de nuevo en un momento.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2. Choose another folder.</source>
        <translation>No se puede escribir %1: %2. Elija otra carpeta.</translation>
    </message>
    <message>
        <source>Saved as %1.</source>
        <translation>Guardado como %1.</translation>
    </message>
    <message>
        <source>Deleted.</source>
        <translation>Eliminado.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::ServerModel</name>
    <message>
        <source>Stopped</source>
        <translation>Detenido</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Iniciando…</translation>
    </message>
    <message>
        <source>Loading the voice…</source>
        <translation>Cargando la voz…</translation>
    </message>
    <message>
        <source>Ready on the GPU</source>
        <translation>Listo en la GPU</translation>
    </message>
    <message>
        <source>Ready on the CPU</source>
        <translation>Listo en la CPU</translation>
    </message>
    <message>
        <source>Restarting…</source>
        <translation>Reiniciando…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Deteniendo…</translation>
    </message>
    <message>
        <source>Not running</source>
        <translation>No está en marcha</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::SpeakModel</name>
    <message>
        <source>Good morning. I am Parlando, and everything you type here is spoken on your own machine.</source>
        <translation>Buenos días. Soy Parlando, y todo lo que escriba aquí se dice en su propio ordenador.</translation>
    </message>
    <message>
        <source>Preparing the first words…</source>
        <translation>Preparando las primeras palabras…</translation>
    </message>
    <message>
        <source>Waiting for the speech server…</source>
        <translation>Esperando al servidor de voz…</translation>
    </message>
    <message>
        <source>Speaking: %1 made so far</source>
        <translation>Hablando: %1 hasta ahora</translation>
    </message>
    <message>
        <source>Interrupted after %1, because the speech server was restarted.</source>
        <translation>Interrumpido tras %1, porque el servidor de voz se reinició.</translation>
    </message>
    <message>
        <source>Saved as %1.</source>
        <translation>Guardado como %1.</translation>
    </message>
    <message>
        <source>The speech server is starting. Try again in a moment, or save as WAV.</source>
        <translation>El servidor de voz se está iniciando. Inténtelo en un momento o guarde como WAV.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2. Choose another folder.</source>
        <translation>No se puede escribir %1: %2. Elija otra carpeta.</translation>
    </message>
    <message>
        <source>There are no captions of a voice&apos;s sample. Speak the text first.</source>
        <translation>La muestra de una voz no tiene subtítulos. Haga leer primero el texto.</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::StorageModel</name>
    <message>
        <source>Recordings</source>
        <translation>Grabaciones</translation>
    </message>
    <message>
        <source>Voices</source>
        <translation>Voces</translation>
    </message>
    <message>
        <source>GPU package</source>
        <translation>Paquete de GPU</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Registros</translation>
    </message>
    <message>
        <source>Everything in your history. Delete it there.</source>
        <translation>Todo su historial. Elimínelo allí.</translation>
    </message>
    <message>
        <source>Voices that you added. The built-in voice is part of the application.</source>
        <translation>Las voces que añadió. La voz incluida forma parte de la aplicación.</translation>
    </message>
    <message>
        <source>Downloads and the installed package. Remove it under GPU Acceleration.</source>
        <translation>Descargas y el paquete instalado. Elimínelo en Aceleración por GPU.</translation>
    </message>
    <message>
        <source>Old logs are deleted by themselves.</source>
        <translation>Los registros antiguos se eliminan solos.</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::VoicesModel</name>
    <message>
        <source>Hello. This is how I sound when I read to you.</source>
        <translation>Hola. Así sueno cuando le leo en voz alta.</translation>
    </message>
    <message>
        <source>Only files and folders of this computer can be added.</source>
        <translation>Solo se pueden añadir archivos y carpetas de este equipo.</translation>
    </message>
    <message>
        <source>The voice is being read.</source>
        <translation>Se está leyendo la voz.</translation>
    </message>
    <message>
        <source>The voice is installed.</source>
        <translation>La voz está instalada.</translation>
    </message>
    <message>
        <source>A blend: %1</source>
        <translation>Una mezcla: %1</translation>
    </message>
</context>
</TS>
