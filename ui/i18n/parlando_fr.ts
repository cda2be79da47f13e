<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>AboutSection</name>
    <message>
        <source>About</source>
        <translation>À propos</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>A speech studio that runs on your own computer. Nothing that you type leaves it.</source>
        <translation>Un studio vocal qui fonctionne sur votre propre ordinateur. Rien de ce que vous écrivez n’en sort.</translation>
    </message>
    <message>
        <source>The source is under the Apache License 2.0. The program as a whole contains eSpeak NG and is distributed under the GNU General Public License, version 3 or later.</source>
        <translation>Le code source est sous licence Apache 2.0. Le programme dans son ensemble contient eSpeak NG et est distribué sous la licence publique générale GNU, version 3 ou ultérieure.</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>Clavier</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Entrée</translation>
    </message>
    <message>
        <source>Speak the text</source>
        <translation>Lire le texte à voix haute</translation>
    </message>
    <message>
        <source>Space, in the text Ctrl+Space</source>
        <translation>Espace, dans le texte Ctrl+Espace</translation>
    </message>
    <message>
        <source>Play and pause</source>
        <translation>Lire et mettre en pause</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Échap</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>Ctrl+S</source>
        <translation>Ctrl+S</translation>
    </message>
    <message>
        <source>Save the audio</source>
        <translation>Enregistrer l’audio</translation>
    </message>
    <message>
        <source>Ctrl+1 to Ctrl+4</source>
        <translation>Ctrl+1 à Ctrl+4</translation>
    </message>
    <message>
        <source>Speak, History, Voices, Settings</source>
        <translation>Parler, Historique, Voix, Réglages</translation>
    </message>
</context>
<context>
    <name>AppearanceSection</name>
    <message>
        <source>Appearance</source>
        <translation>Apparence</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Thème</translation>
    </message>
    <message>
        <source>System</source>
        <translation>Système</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Clair</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Sombre</translation>
    </message>
    <message>
        <source>Interface size</source>
        <translation>Taille de l’interface</translation>
    </message>
    <message>
        <source>Text and controls together</source>
        <translation>Texte et commandes ensemble</translation>
    </message>
    <message>
        <source>Small</source>
        <translation>Petite</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normale</translation>
    </message>
    <message>
        <source>Large</source>
        <translation>Grande</translation>
    </message>
    <message>
        <source>Largest</source>
        <translation>Très grande</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Langue</translation>
    </message>
</context>
<context>
    <name>BlendEditor</name>
    <message>
        <source>No voice to mix yet</source>
        <translation>Aucune voix à mélanger pour l’instant</translation>
    </message>
    <message>
        <source>Voices with several speakers can be mixed: Kokoro, for example. You find it under Available.</source>
        <translation>Les voix à plusieurs locuteurs peuvent être mélangées, par exemple Kokoro. Vous la trouverez sous « Disponibles ».</translation>
    </message>
    <message>
        <source>Speakers</source>
        <translation>Locuteurs</translation>
    </message>
    <message>
        <source>Voice</source>
        <translation>Voix</translation>
    </message>
    <message>
        <source>Speaker %1</source>
        <translation>Locuteur %1</translation>
    </message>
    <message>
        <source>Share of %1</source>
        <translation>Part de %1</translation>
    </message>
    <message>
        <source>Take %1 out</source>
        <translation>Retirer %1</translation>
    </message>
    <message>
        <source>Add a speaker</source>
        <translation>Ajouter un locuteur</translation>
    </message>
    <message>
        <source>Name of the blend</source>
        <translation>Nom du mélange</translation>
    </message>
    <message>
        <source>Warm duo</source>
        <translation>Duo chaleureux</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>Essayer</translation>
    </message>
    <message>
        <source>Try the blend</source>
        <translation>Écouter le mélange</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Enregistrer</translation>
    </message>
    <message>
        <source>Save the blend as a voice</source>
        <translation>Enregistrer le mélange comme voix</translation>
    </message>
</context>
<context>
    <name>CatalogueList</name>
    <message>
        <source>Search by language or name</source>
        <translation>Chercher par langue ou par nom</translation>
    </message>
    <message>
        <source>Kind of voice</source>
        <translation>Type de voix</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>Tous les types</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licence</translation>
    </message>
    <message>
        <source>All licences</source>
        <translation>Toutes les licences</translation>
    </message>
    <message>
        <source>For any purpose</source>
        <translation>Pour tout usage</translation>
    </message>
    <message>
        <source>In the model card</source>
        <translation>Dans la fiche du modèle</translation>
    </message>
    <message>
        <source>Non-commercial only</source>
        <translation>Non commercial seulement</translation>
    </message>
    <message>
        <source>Voices to download</source>
        <translation>Voix à télécharger</translation>
    </message>
    <message>
        <source>%1 of %2 voices; search to see the others</source>
        <translation>%1 voix sur %2 ; cherchez pour voir les autres</translation>
    </message>
    <message>
        <source>%1 voices</source>
        <translation>%1 voix</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Langue</translation>
    </message>
    <message>
        <source>All languages</source>
        <translation>Toutes les langues</translation>
    </message>
</context>
<context>
    <name>CatalogueRow</name>
    <message>
        <source>Non-commercial</source>
        <translation>Non commercial</translation>
    </message>
    <message>
        <source>Downloading %1</source>
        <translation>Téléchargement de %1</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Télécharger</translation>
    </message>
    <message>
        <source>Try again to download %1</source>
        <translation>Réessayer de télécharger %1</translation>
    </message>
    <message>
        <source>Download %1</source>
        <translation>Télécharger %1</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Cancel the download of %1</source>
        <translation>Annuler le téléchargement de %1</translation>
    </message>
</context>
<context>
    <name>Clip</name>
    <message>
        <source>The audio cannot be written: %1. Free some space or choose another folder.</source>
        <translation>L’audio ne peut pas être écrit : %1. Libérez de l’espace ou choisissez un autre dossier.</translation>
    </message>
    <message>
        <source>A WAV file cannot be this long. Save as FLAC.</source>
        <translation>Un fichier WAV ne peut pas être aussi long. Enregistrez en FLAC.</translation>
    </message>
</context>
<context>
    <name>CodeBlock</name>
    <message>
        <source>Copy %1</source>
        <translation>Copier : %1</translation>
    </message>
</context>
<context>
    <name>DictionaryRow</name>
    <message>
        <source>Listen to %1</source>
        <translation>Écouter %1</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>Modifier %1</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>Supprimer %1</translation>
    </message>
    <message>
        <source>Really remove</source>
        <translation>Vraiment supprimer</translation>
    </message>
    <message>
        <source>Really remove %1</source>
        <translation>Vraiment supprimer %1</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Garder</translation>
    </message>
    <message>
        <source>Keep %1</source>
        <translation>Garder %1</translation>
    </message>
</context>
<context>
    <name>DictionarySection</name>
    <message>
        <source>Pronunciation</source>
        <translation>Prononciation</translation>
    </message>
    <message>
        <source>Say how a word is to be spoken: with another spelling, or in phonetic letters (IPA) between slashes. It holds for everything that is spoken from now on.</source>
        <translation>Indiquez comment un mot doit être prononcé : avec une autre orthographe, ou en alphabet phonétique (API) entre barres obliques. Cela vaut pour tout ce qui sera lu désormais.</translation>
    </message>
    <message>
        <source>Word</source>
        <translation>Mot</translation>
    </message>
    <message>
        <source>Said like: sequel, or /ˈsiːkwəl/</source>
        <translation>Prononcé comme : sequel ou /ˈsiːkwəl/</translation>
    </message>
    <message>
        <source>Language: en, empty: any</source>
        <translation>Langue : en, vide : toutes</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Ajouter</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Enregistrer</translation>
    </message>
    <message>
        <source>Listen</source>
        <translation>Écouter</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Words and how they are said</source>
        <translation>Les mots et leur prononciation</translation>
    </message>
</context>
<context>
    <name>GpuSection</name>
    <message>
        <source>GPU Acceleration</source>
        <translation>Accélération GPU</translation>
    </message>
    <message>
        <source>Speaking on the GPU</source>
        <translation>Parle sur le GPU</translation>
    </message>
    <message>
        <source>Speaking on the CPU</source>
        <translation>Parle sur le CPU</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Vérifier à nouveau</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Reprendre</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Try the GPU again</source>
        <translation>Réessayer le GPU</translation>
    </message>
    <message>
        <source>Switch to the GPU</source>
        <translation>Passer au GPU</translation>
    </message>
    <message>
        <source>Switch to the CPU</source>
        <translation>Passer au CPU</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>Start the server again</source>
        <translation>Relancer le serveur</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>History</source>
        <translation>Historique</translation>
    </message>
    <message>
        <source>Search what was said</source>
        <translation>Rechercher dans ce qui a été dit</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>Favoris</translation>
    </message>
    <message>
        <source>Loading the history</source>
        <translation>Chargement de l’historique</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Aucun résultat</translation>
    </message>
    <message>
        <source>No favourites yet</source>
        <translation>Pas encore de favoris</translation>
    </message>
    <message>
        <source>Nothing spoken yet</source>
        <translation>Rien n’a encore été dit</translation>
    </message>
    <message>
        <source>No text contains these words.</source>
        <translation>Aucun texte ne contient ces mots.</translation>
    </message>
    <message>
        <source>Mark what you like with the star, and find it here.</source>
        <translation>Marquez d’une étoile ce qui vous plaît, et retrouvez-le ici.</translation>
    </message>
    <message>
        <source>Everything that you speak is kept here, on this computer only.</source>
        <translation>Tout ce que vous faites dire est conservé ici, sur cet ordinateur seulement.</translation>
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
        <translation>Lire</translation>
    </message>
    <message>
        <source>Not finished</source>
        <translation>Inachevé</translation>
    </message>
    <message>
        <source>Being made …</source>
        <translation>En préparation…</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Remove from favourites</source>
        <translation>Retirer des favoris</translation>
    </message>
    <message>
        <source>Add to favourites</source>
        <translation>Ajouter aux favoris</translation>
    </message>
    <message>
        <source>Edit the text</source>
        <translation>Modifier le texte</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exporter</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Supprimer</translation>
    </message>
</context>
<context>
    <name>LogsSection</name>
    <message>
        <source>Logs</source>
        <translation>Journaux</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>Tout copier</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ouvrir le dossier</translation>
    </message>
    <message>
        <source>The speech server has said nothing yet.</source>
        <translation>Le serveur vocal n’a encore rien signalé.</translation>
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
        <translation>Sous-titres SubRip (*.srt)</translation>
    </message>
    <message>
        <source>WebVTT captions (*.vtt)</source>
        <translation>Sous-titres WebVTT (*.vtt)</translation>
    </message>
</context>
<context>
    <name>Meter</name>
    <message>
        <source>%1, %2 percent</source>
        <translation>%1, %2 pour cent</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
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
        <translation>Lire</translation>
    </message>
    <message>
        <source>What you speak appears here.</source>
        <translation>Ce que vous faites dire apparaît ici.</translation>
    </message>
    <message>
        <source>This computer has no sound device. The audio can still be saved.</source>
        <translation>Cet ordinateur n’a pas de périphérique audio. L’audio peut tout de même être enregistré.</translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Save the audio</source>
        <translation>Enregistrer l’audio</translation>
    </message>
</context>
<context>
    <name>Presentation</name>
    <message numerus="yes">
        <source>about %n second(s)</source>
        <translation>
            <numerusform>environ %n seconde</numerusform>
            <numerusform>environ %n secondes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s)</source>
        <translation>
            <numerusform>environ %n minute</numerusform>
            <numerusform>environ %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n hour(s)</source>
        <translation>
            <numerusform>environ %n heure</numerusform>
            <numerusform>environ %n heures</numerusform>
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
        <translation>Serveur &amp; API</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Relancer</translation>
    </message>
    <message>
        <source>address</source>
        <translation>adresse</translation>
    </message>
    <message>
        <source>From a shell</source>
        <translation>Depuis un terminal</translation>
    </message>
    <message>
        <source>curl example</source>
        <translation>exemple curl</translation>
    </message>
    <message>
        <source>With the OpenAI library</source>
        <translation>Avec la bibliothèque OpenAI</translation>
    </message>
    <message>
        <source>OpenAI example</source>
        <translation>exemple OpenAI</translation>
    </message>
    <message>
        <source>Network access</source>
        <translation>Accès réseau</translation>
    </message>
    <message>
        <source>Other computers in your network may speak with Parlando, if they have the key. The server restarts.</source>
        <translation>D’autres ordinateurs de votre réseau peuvent utiliser Parlando s’ils ont la clé. Le serveur redémarre.</translation>
    </message>
    <message>
        <source>network address</source>
        <translation>adresse réseau</translation>
    </message>
    <message>
        <source>key</source>
        <translation>clé</translation>
    </message>
    <message>
        <source>Make a new key</source>
        <translation>Créer une nouvelle clé</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Réglages</translation>
    </message>
    <message>
        <source>GPU Acceleration</source>
        <translation>Accélération GPU</translation>
    </message>
    <message>
        <source>Server &amp; API</source>
        <translation>Serveur &amp; API</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Apparence</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Stockage</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Journaux</translation>
    </message>
    <message>
        <source>About</source>
        <translation>À propos</translation>
    </message>
    <message>
        <source>Pronunciation</source>
        <translation>Prononciation</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Pages</source>
        <translation>Pages</translation>
    </message>
    <message>
        <source>Speak</source>
        <translation>Parler</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historique</translation>
    </message>
    <message>
        <source>Voices</source>
        <translation>Voix</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Réglages</translation>
    </message>
</context>
<context>
    <name>SpeakPage</name>
    <message>
        <source>Speak</source>
        <translation>Parler</translation>
    </message>
    <message numerus="yes">
        <source>%n text(s) waiting</source>
        <translation>
            <numerusform>%n texte en attente</numerusform>
            <numerusform>%n textes en attente</numerusform>
        </translation>
    </message>
    <message>
        <source>Type or paste what should be said …</source>
        <translation>Écrivez ou collez ce qui doit être dit…</translation>
    </message>
    <message>
        <source>Text to speak</source>
        <translation>Texte à dire</translation>
    </message>
    <message>
        <source>%1 characters, at most %2 at once</source>
        <translation>%1 caractères, %2 au plus à la fois</translation>
    </message>
    <message numerus="yes">
        <source>%n character(s)</source>
        <translation>
            <numerusform>%n caractère</numerusform>
            <numerusform>%n caractères</numerusform>
        </translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Effacer</translation>
    </message>
    <message>
        <source>Voice</source>
        <translation>Voix</translation>
    </message>
    <message>
        <source>Loading voices…</source>
        <translation>Chargement des voix…</translation>
    </message>
    <message>
        <source>No voice yet</source>
        <translation>Pas encore de voix</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Vitesse</translation>
    </message>
    <message>
        <source>%1 ×</source>
        <translation>%1 ×</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Enregistrement…</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Enregistrer…</translation>
    </message>
    <message>
        <source>Speak next</source>
        <translation>Dire ensuite</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Entrée</translation>
    </message>
</context>
<context>
    <name>SpeakStatus</name>
    <message>
        <source>Speech made</source>
        <translation>Parole produite</translation>
    </message>
    <message>
        <source>Start the server again</source>
        <translation>Relancer le serveur</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Continuer</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Échap</translation>
    </message>
</context>
<context>
    <name>SpeedSlider</name>
    <message>
        <source>Speed</source>
        <translation>Vitesse</translation>
    </message>
    <message>
        <source>%1 times</source>
        <translation>%1 fois</translation>
    </message>
</context>
<context>
    <name>StatusPill</name>
    <message>
        <source>Speech server: %1</source>
        <translation>Serveur vocal : %1</translation>
    </message>
</context>
<context>
    <name>StorageSection</name>
    <message>
        <source>Storage</source>
        <translation>Stockage</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>Calcul en cours…</translation>
    </message>
    <message>
        <source>Parlando uses %1, %2 are free</source>
        <translation>Parlando utilise %1, %2 sont libres</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ouvrir le dossier</translation>
    </message>
    <message>
        <source>The disk is nearly full. Recordings cannot be kept until there is more space.</source>
        <translation>Le disque est presque plein. Les enregistrements ne pourront être conservés que s’il y a plus d’espace.</translation>
    </message>
</context>
<context>
    <name>SwitchSteps</name>
    <message>
        <source>End the old engine</source>
        <translation>Arrêter l’ancien moteur</translation>
    </message>
    <message>
        <source>Start the new one</source>
        <translation>Lancer le nouveau</translation>
    </message>
    <message>
        <source>Load the voice</source>
        <translation>Charger la voix</translation>
    </message>
    <message>
        <source>Prove it</source>
        <translation>Vérifier</translation>
    </message>
</context>
<context>
    <name>VoiceRow</name>
    <message>
        <source>Chosen</source>
        <translation>Choisie</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>Essayer</translation>
    </message>
    <message>
        <source>Try %1</source>
        <translation>Essayer %1</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>Choisir</translation>
    </message>
    <message>
        <source>Choose %1</source>
        <translation>Choisir %1</translation>
    </message>
    <message>
        <source>In memory</source>
        <translation>En mémoire</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>Supprimer %1</translation>
    </message>
    <message>
        <source>Really remove</source>
        <translation>Vraiment supprimer</translation>
    </message>
    <message>
        <source>Really remove %1</source>
        <translation>Vraiment supprimer %1</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Garder</translation>
    </message>
    <message>
        <source>Keep %1</source>
        <translation>Garder %1</translation>
    </message>
</context>
<context>
    <name>VoicesPage</name>
    <message>
        <source>Voices</source>
        <translation>Voix</translation>
    </message>
    <message>
        <source>Sentence to try</source>
        <translation>Phrase d’essai</translation>
    </message>
    <message>
        <source>Hello. This is how I sound when I read to you.</source>
        <translation>Bonjour. Voici ma voix quand je vous fais la lecture.</translation>
    </message>
    <message>
        <source>Loading voices</source>
        <translation>Chargement des voix</translation>
    </message>
    <message>
        <source>Free memory</source>
        <translation>Libérer la mémoire</translation>
    </message>
    <message>
        <source>Unloads all voices; the next sentence loads what it needs</source>
        <translation>Décharge toutes les voix ; la phrase suivante charge ce qu’il lui faut</translation>
    </message>
    <message>
        <source>Which voices</source>
        <translation>Quelles voix</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Installées</translation>
    </message>
    <message>
        <source>Available</source>
        <translation>Disponibles</translation>
    </message>
    <message>
        <source>Drop the folder of a voice, or a Piper voice&apos;s .onnx file, here to add it.</source>
        <translation>Déposez ici le dossier d’une voix, ou le fichier .onnx d’une voix Piper, pour l’ajouter.</translation>
    </message>
    <message>
        <source>Blend</source>
        <translation>Mélanger</translation>
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
        <translation>%1 sur %2</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::ApiClient</name>
    <message>
        <source>The speech server was restarted.</source>
        <translation>Le serveur vocal a été redémarré.</translation>
    </message>
    <message>
        <source>The speech server answered with status %1.</source>
        <translation>Le serveur vocal a répondu avec le code %1.</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Arrêté.</translation>
    </message>
    <message>
        <source>The speech server does not answer. It is restarted if it has stopped; try again in a moment.</source>
        <translation>Le serveur vocal ne répond pas. S’il s’est arrêté, il est relancé ; réessayez dans un instant.</translation>
    </message>
    <message>
        <source>The speech server is starting. Try again in a moment.</source>
        <translation>Le serveur vocal démarre. Réessayez dans un instant.</translation>
    </message>
    <message>
        <source>The speech server answered with something that is not JSON.</source>
        <translation>La réponse du serveur vocal n’est pas du JSON.</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::AppModel</name>
    <message>
        <source>Copied.</source>
        <translation>Copié.</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::AudioFetch</name>
    <message>
        <source>The speech server is starting.</source>
        <translation>Le serveur vocal démarre.</translation>
    </message>
    <message>
        <source>The server sent no audio. Try again; if it stays so, look at the log in Settings.</source>
        <translation>Le serveur n’a envoyé aucun son. Réessayez ; si cela persiste, consultez les journaux dans les réglages.</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::BlendModel</name>
    <message>
        <source>Choose each speaker only once.</source>
        <translation>Choisissez chaque locuteur une seule fois.</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 is among your voices now.</source>
        <translation>%1 fait maintenant partie de vos voix.</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::CatalogueModel</name>
    <message>
        <source>licence in its model card</source>
        <translation>licence dans la fiche du modèle</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>Vérification</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 sur %2</translation>
    </message>
    <message>
        <source>The voice is installed.</source>
        <translation>La voix est installée.</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::GpuModel</name>
    <message>
        <source>Parlando now speaks on the GPU.</source>
        <translation>Parlando parle maintenant sur le GPU.</translation>
    </message>
    <message>
        <source>Parlando now speaks on the CPU. The GPU package stays for next time.</source>
        <translation>Parlando parle maintenant sur le CPU. Le paquet GPU reste pour la prochaine fois.</translation>
    </message>
    <message>
        <source>The GPU package is ready.</source>
        <translation>Le paquet GPU est prêt.</translation>
    </message>
    <message>
        <source>Switch to the GPU</source>
        <translation>Passer au GPU</translation>
    </message>
    <message>
        <source>No NVIDIA graphics card</source>
        <translation>Aucune carte graphique NVIDIA</translation>
    </message>
    <message>
        <source>%1 memory</source>
        <translation>%1 de mémoire</translation>
    </message>
    <message>
        <source>driver %1</source>
        <translation>pilote %1</translation>
    </message>
    <message>
        <source>compute capability %1</source>
        <translation>capacité de calcul %1</translation>
    </message>
    <message>
        <source>package %1</source>
        <translation>paquet %1</translation>
    </message>
    <message>
        <source>The speech server is not running</source>
        <translation>Le serveur vocal ne fonctionne pas</translation>
    </message>
    <message>
        <source>Looking for a graphics card…</source>
        <translation>Recherche d’une carte graphique…</translation>
    </message>
    <message>
        <source>Your computer speaks on its processor</source>
        <translation>Votre ordinateur parle avec son processeur</translation>
    </message>
    <message>
        <source>This graphics card cannot be used</source>
        <translation>Cette carte graphique ne peut pas être utilisée</translation>
    </message>
    <message>
        <source>Faster speech with your graphics card</source>
        <translation>Une parole plus rapide avec votre carte graphique</translation>
    </message>
    <message>
        <source>Not enough free space</source>
        <translation>Pas assez d’espace libre</translation>
    </message>
    <message>
        <source>Preparing the download…</source>
        <translation>Préparation du téléchargement…</translation>
    </message>
    <message>
        <source>Verifying the package…</source>
        <translation>Vérification du paquet…</translation>
    </message>
    <message>
        <source>Unpacking…</source>
        <translation>Décompression…</translation>
    </message>
    <message>
        <source>Testing on the graphics card…</source>
        <translation>Test sur la carte graphique…</translation>
    </message>
    <message>
        <source>Downloading the GPU package…</source>
        <translation>Téléchargement du paquet GPU…</translation>
    </message>
    <message>
        <source>Download paused</source>
        <translation>Téléchargement en pause</translation>
    </message>
    <message>
        <source>The download did not finish</source>
        <translation>Le téléchargement n’a pas abouti</translation>
    </message>
    <message>
        <source>GPU package installed</source>
        <translation>Paquet GPU installé</translation>
    </message>
    <message>
        <source>A small update for the GPU package</source>
        <translation>Une petite mise à jour du paquet GPU</translation>
    </message>
    <message>
        <source>Switching to the CPU…</source>
        <translation>Passage au CPU…</translation>
    </message>
    <message>
        <source>Switching to the GPU…</source>
        <translation>Passage au GPU…</translation>
    </message>
    <message>
        <source>GPU acceleration is on</source>
        <translation>L’accélération GPU est active</translation>
    </message>
    <message>
        <source>The GPU could not be used</source>
        <translation>Le GPU n’a pas pu être utilisé</translation>
    </message>
    <message>
        <source>Removing the GPU package…</source>
        <translation>Suppression du paquet GPU…</translation>
    </message>
    <message>
        <source>No NVIDIA card was found. Nothing is missing: every feature works without one.</source>
        <translation>Aucune carte NVIDIA n’a été trouvée. Il ne manque rien : tout fonctionne sans elle.</translation>
    </message>
    <message>
        <source>The package is downloaded once, verified, and tried before it is used. Until then, and whenever you like, speech runs on the CPU.</source>
        <translation>Le paquet est téléchargé une fois, vérifié et essayé avant d’être utilisé. D’ici là, et quand vous le souhaitez, la parole est produite par le CPU.</translation>
    </message>
    <message>
        <source>The package is a download of %1 and needs %2 of disk space; %3 are free. It is verified, and tried before it is used.</source>
        <translation>Le paquet représente un téléchargement de %1 et demande %2 d’espace disque ; %3 sont libres. Il est vérifié et essayé avant d’être utilisé.</translation>
    </message>
    <message>
        <source>The GPU package needs %1, and %2 are free. Free some space, then check again.</source>
        <translation>Le paquet GPU demande %1 et %2 sont libres. Libérez de l’espace, puis vérifiez à nouveau.</translation>
    </message>
    <message>
        <source>You can go on working: nothing changes until you switch.</source>
        <translation>Vous pouvez continuer à travailler : rien ne change tant que vous ne basculez pas.</translation>
    </message>
    <message>
        <source>What was downloaded is kept, and the download goes on from there.</source>
        <translation>Ce qui a été téléchargé est conservé, et le téléchargement reprend de là.</translation>
    </message>
    <message>
        <source>Speech runs on the CPU now. Switching takes a few seconds, and your text and audio stay as they are.</source>
        <translation>La parole est produite par le CPU. Le passage prend quelques secondes ; votre texte et votre audio restent tels quels.</translation>
    </message>
    <message>
        <source>The installed package is of version %1. Only what has changed is downloaded: %2.</source>
        <translation>Le paquet installé est de la version %1. Seul ce qui a changé est téléchargé : %2.</translation>
    </message>
    <message>
        <source>Your text, your audio and this page stay as they are.</source>
        <translation>Votre texte, votre audio et cette page restent tels quels.</translation>
    </message>
    <message>
        <source>The running engine has passed its self-test on the card in %1 ms.</source>
        <translation>Le moteur en marche a réussi son autotest sur la carte en %1 ms.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 sur %2</translation>
    </message>
    <message>
        <source>%1, %2 left</source>
        <translation>%1, reste %2</translation>
    </message>
    <message>
        <source>Measured on this computer: %1 times as fast as the CPU.</source>
        <translation>Mesuré sur cet ordinateur : %1 fois plus rapide que le CPU.</translation>
    </message>
    <message>
        <source>Download %1</source>
        <translation>Télécharger %1</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Télécharger</translation>
    </message>
    <message>
        <source>The GPU package was removed.</source>
        <translation>Le paquet GPU a été supprimé.</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::HistoryModel</name>
    <message>
        <source>Today, %1</source>
        <translation>Aujourd’hui, %1</translation>
    </message>
    <message>
        <source>Yesterday, %1</source>
        <translation>Hier, %1</translation>
    </message>
    <message>
        <source>This computer has no sound device. The audio can still be exported.</source>
        <translation>Cet ordinateur n’a pas de périphérique audio. L’audio peut tout de même être exporté.</translation>
    </message>
    <message>
        <source>The speech server is starting. Try again in a moment.</source>
        <translation>Le serveur vocal démarre. Réessayez dans un instant.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2. Choose another folder.</source>
        <translation>%1 ne peut pas être écrit : %2. Choisissez un autre dossier.</translation>
    </message>
    <message>
        <source>Saved as %1.</source>
        <translation>Enregistré sous %1.</translation>
    </message>
    <message>
        <source>Deleted.</source>
        <translation>Supprimé.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::ServerModel</name>
    <message>
        <source>Stopped</source>
        <translation>Arrêté</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Démarrage…</translation>
    </message>
    <message>
        <source>Loading the voice…</source>
        <translation>Chargement de la voix…</translation>
    </message>
    <message>
        <source>Ready on the GPU</source>
        <translation>Prêt sur le GPU</translation>
    </message>
    <message>
        <source>Ready on the CPU</source>
        <translation>Prêt sur le CPU</translation>
    </message>
    <message>
        <source>Restarting…</source>
        <translation>Redémarrage…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Arrêt…</translation>
    </message>
    <message>
        <source>Not running</source>
        <translation>Arrêté</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::SpeakModel</name>
    <message>
        <source>Good morning. I am Parlando, and everything you type here is spoken on your own machine.</source>
        <translation>Bonjour. Je suis Parlando, et tout ce que vous écrivez ici est dit sur votre propre machine.</translation>
    </message>
    <message>
        <source>Preparing the first words…</source>
        <translation>Préparation des premiers mots…</translation>
    </message>
    <message>
        <source>Waiting for the speech server…</source>
        <translation>En attente du serveur vocal…</translation>
    </message>
    <message>
        <source>Speaking: %1 made so far</source>
        <translation>Lecture : %1 déjà prêt</translation>
    </message>
    <message>
        <source>Interrupted after %1, because the speech server was restarted.</source>
        <translation>Interrompu après %1, car le serveur vocal a redémarré.</translation>
    </message>
    <message>
        <source>Saved as %1.</source>
        <translation>Enregistré sous %1.</translation>
    </message>
    <message>
        <source>The speech server is starting. Try again in a moment, or save as WAV.</source>
        <translation>Le serveur vocal démarre. Réessayez dans un instant, ou enregistrez en WAV.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2. Choose another folder.</source>
        <translation>%1 ne peut pas être écrit : %2. Choisissez un autre dossier.</translation>
    </message>
    <message>
        <source>There are no captions of a voice&apos;s sample. Speak the text first.</source>
        <translation>Il n’y a pas de sous-titres pour l’essai d’une voix. Faites d’abord lire le texte.</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::StorageModel</name>
    <message>
        <source>Recordings</source>
        <translation>Enregistrements</translation>
    </message>
    <message>
        <source>Voices</source>
        <translation>Voix</translation>
    </message>
    <message>
        <source>GPU package</source>
        <translation>Paquet GPU</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Journaux</translation>
    </message>
    <message>
        <source>Everything in your history. Delete it there.</source>
        <translation>Tout votre historique. Supprimez-le là-bas.</translation>
    </message>
    <message>
        <source>Voices that you added. The built-in voice is part of the application.</source>
        <translation>Les voix que vous avez ajoutées. La voix intégrée fait partie de l’application.</translation>
    </message>
    <message>
        <source>Downloads and the installed package. Remove it under GPU Acceleration.</source>
        <translation>Téléchargements et paquet installé. Supprimez-le sous Accélération GPU.</translation>
    </message>
    <message>
        <source>Old logs are deleted by themselves.</source>
        <translation>Les anciens journaux sont supprimés automatiquement.</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::VoicesModel</name>
    <message>
        <source>Hello. This is how I sound when I read to you.</source>
        <translation>Bonjour. Voici ma voix quand je vous fais la lecture.</translation>
    </message>
    <message>
        <source>Only files and folders of this computer can be added.</source>
        <translation>Seuls des fichiers et dossiers de cet ordinateur peuvent être ajoutés.</translation>
    </message>
    <message>
        <source>The voice is being read.</source>
        <translation>La voix est en cours de lecture.</translation>
    </message>
    <message>
        <source>The voice is installed.</source>
        <translation>La voix est installée.</translation>
    </message>
    <message>
        <source>A blend: %1</source>
        <translation>Un mélange : %1</translation>
    </message>
</context>
</TS>
