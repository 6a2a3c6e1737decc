import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { DirectoryModule } from '../directory/directory.module.ts';
import { AccessGuard, Authenticator } from '../platform/access-guard.ts';
import { CONFIG, type Config } from '../platform/config.ts';
import { AccountRepository } from './account.repository.ts';
import { AddCredential } from './add-credential.ts';
import { AddressChangeRepository } from './address-change.repository.ts';
import { AddressController } from './address.controller.ts';
import { AddressLimits } from './anonymous-limits.ts';
import { AttemptRepository } from './attempt.repository.ts';
import { AddressRecords, AskAddress, ConfirmAddress, WithdrawAddress } from './change-address.ts';
import { CheckPasskey } from './check-passkey.ts';
import { CheckPassphrase } from './check-passphrase.ts';
import { CredentialController } from './credential.controller.ts';
import { CredentialRepository } from './credential.repository.ts';
import { DeviceController } from './device.controller.ts';
import { DeviceRepository } from './device.repository.ts';
import { BeginEnrolment, CompleteEnrolment, EnrolmentRecords, MakeAccount } from './enrol.ts';
import { EnrolledController, EnrolmentController } from './enrolment.controller.ts';
import { FindEndedSessions } from './find-ended-sessions.ts';
import { Accounts, AddressChanges, AnonymousLimits, BootstrapToken, SessionEnds } from './identity.port.ts';
import { InvitationController } from './invitation.controller.ts';
import { InvitationRepository } from './invitation.repository.ts';
import { InviteFounders } from './invite-founders.ts';
import { Invite, ListInvitations, MakeInvitation, WithdrawInvitation } from './invite.ts';
import { InviteReissue } from './invite-reissue.ts';
import { ListEnrolled } from './list-enrolled.ts';
import { ListMemberDevices } from './list-member-devices.ts';
import { CredentialOffers, NewCredentials } from './new-credential.ts';
import { OpaqueServer } from './opaque-server.ts';
import { OpenInvitation, ViewInvitation } from './open-invitation.ts';
import { ListCredentials, OfferCredential, RemoveCredential } from './own-credentials.ts';
import { OwnDevices } from './own-devices.ts';
import { OwnSessions } from './own-sessions.ts';
import { OwnVaults } from './own-vaults.ts';
import { PasskeyServer } from './passkey-server.ts';
import { Pressure } from './pressure.ts';
import { ReissueController } from './reissue.controller.ts';
import { ServerSecrets } from './server-secrets.ts';
import { SessionAuthenticator, SessionStrategy } from './session-authenticator.ts';
import { SessionCookie } from './session-cookie.ts';
import { SessionController } from './session.controller.ts';
import { SessionRepository } from './session.repository.ts';
import { SessionViews } from './session-view.ts';
import { FinishSignInByPasskey, StartSignInByPasskey } from './sign-in-by-passkey.ts';
import { FinishSignInByPassphrase, StartSignInByPassphrase } from './sign-in-by-passphrase.ts';
import { PasskeySignInController, PassphraseSignInController } from './sign-in.controller.ts';
import { SignIn } from './sign-in.ts';
import { FinishStepUpByPasskey, StartStepUpByPasskey } from './step-up-by-passkey.ts';
import { FinishStepUpByPassphrase, StartStepUpByPassphrase } from './step-up-by-passphrase.ts';
import { StepUpController } from './step-up.controller.ts';
import { StepUp } from './step-up.ts';
import { CredentialRecords, StoreCredential } from './store-credential.ts';
import { AcceptTerms, Terms } from './terms.ts';
import { VaultRepository } from './vault.repository.ts';

/** Who somebody is: needs AuditLog, TrustView, Certificates and OfficerCards from the modules that give them to all. */
@Global()
@Module({
  imports: [PassportModule.register({ session: false }), DirectoryModule],
  controllers: [PassphraseSignInController, PasskeySignInController, StepUpController, SessionController, CredentialController, AddressController, DeviceController, InvitationController, ReissueController, EnrolmentController, EnrolledController],
  providers: [
    { provide: ServerSecrets, inject: [CONFIG], useFactory: (config: Config) => ServerSecrets.load(config.dataDir) },
    { provide: BootstrapToken, useExisting: ServerSecrets },
    { provide: AnonymousLimits, useClass: AddressLimits },
    AccountRepository,
    { provide: Accounts, useExisting: AccountRepository },
    AddressChangeRepository,
    { provide: AddressChanges, useExisting: AddressChangeRepository },
    { provide: SessionEnds, useClass: FindEndedSessions },
    AttemptRepository, CredentialRepository, DeviceRepository, InvitationRepository, SessionRepository, VaultRepository,
    OpaqueServer, PasskeyServer, Pressure, SessionCookie, SessionViews,
    SessionStrategy,
    { provide: Authenticator, useClass: SessionAuthenticator },
    { provide: APP_GUARD, useClass: AccessGuard },
    CheckPassphrase, CheckPasskey, SignIn, StepUp,
    StartSignInByPassphrase, FinishSignInByPassphrase, StartSignInByPasskey, FinishSignInByPasskey,
    StartStepUpByPassphrase, FinishStepUpByPassphrase, StartStepUpByPasskey, FinishStepUpByPasskey,
    Terms, AcceptTerms,
    AddressRecords, AskAddress, ConfirmAddress, WithdrawAddress,
    OwnSessions, OwnDevices, ListMemberDevices, OwnVaults, ListCredentials, OfferCredential, AddCredential, RemoveCredential,
    CredentialOffers, NewCredentials, CredentialRecords, StoreCredential,
    MakeInvitation, Invite, InviteReissue, InviteFounders, ListInvitations, WithdrawInvitation,
    OpenInvitation, ViewInvitation, BeginEnrolment, MakeAccount, EnrolmentRecords, CompleteEnrolment, ListEnrolled,
  ],
  exports: [Accounts, AddressChanges, AnonymousLimits, BootstrapToken, SessionEnds, Authenticator],
})
export class IdentityModule {}
